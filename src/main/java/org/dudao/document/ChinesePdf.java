package org.dudao.document;

import com.lowagie.text.Chunk;
import com.lowagie.text.Phrase;
import com.lowagie.text.SplitCharacter;
import com.lowagie.text.pdf.DefaultSplitCharacter;
import com.lowagie.text.pdf.PdfChunk;
import com.lowagie.text.pdf.PdfPTable;
import fr.opensagres.poi.xwpf.converter.core.ListItemContext;
import fr.opensagres.poi.xwpf.converter.pdf.PdfOptions;
import fr.opensagres.poi.xwpf.converter.pdf.internal.PdfMapper;
import fr.opensagres.poi.xwpf.converter.pdf.internal.elements.StylableDocument;
import fr.opensagres.xdocreport.openpdf.extension.IITextContainer;
import java.io.OutputStream;
import java.util.List;
import org.apache.poi.ooxml.util.POIXMLUnits;
import org.apache.poi.xwpf.usermodel.IBodyElement;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTPPr;

/**
 * Sets a document as the converter does, but no line begins with a full stop, a row stays on one page if it can, and a
 * heading is not the last on its page.
 */
final class ChinesePdf extends PdfMapper {

    private static final String NEVER_FIRST = "，。、；：？！）》」』】〕…—·％,.;:?!)]}%\u201D\u2019";
    private static final String NEVER_LAST = "（《「『【〔([{\u201C\u2018";

    /** Points that are to be left below a heading: two lines of it, and a table's head with a row. */
    private static final float HEADING = 40;

    private static final float BELOW_HEADING = 110;

    private static final SplitCharacter BREAKS = new DefaultSplitCharacter() {
        @Override
        public boolean isSplitCharacter(int start, int current, int end, char[] text, PdfChunk[] chunks) {
            return super.isSplitCharacter(start, current, end, text, chunks)
                    && NEVER_LAST.indexOf(text[current]) < 0
                    && (current + 1 >= end || NEVER_FIRST.indexOf(text[current + 1]) < 0);
        }
    };

    /** @param pages how many there are, for a page number that says so; null where that is not known yet */
    ChinesePdf(XWPFDocument document, OutputStream out, PdfOptions options, Integer pages) throws Exception {
        super(document, out, options, pages);
    }

    @Override
    protected IITextContainer startVisitParagraph(XWPFParagraph read, ListItemContext item, IITextContainer parent)
            throws Exception {
        int headings = headingsFrom(read);
        if (headings > 0
                && parent instanceof StylableDocument page
                && page.getHeightLimit() < headings * HEADING + BELOW_HEADING) {
            pageBreak();
        }
        return super.startVisitParagraph(read, item, parent);
    }

    /** How many in a row stay with what is next; 0 where this is not the first of them. */
    private static int headingsFrom(XWPFParagraph read) {
        List<IBodyElement> all = read.getBody().getBodyElements();
        int first = all.indexOf(read);
        if (!staysWithNext(read) || first > 0 && staysWithNext(all.get(first - 1))) {
            return 0;
        }
        return (int)
                all.stream().skip(first).takeWhile(ChinesePdf::staysWithNext).count();
    }

    private static boolean staysWithNext(IBodyElement element) {
        CTPPr properties =
                element instanceof XWPFParagraph paragraph ? paragraph.getCTP().getPPr() : null;
        return properties != null && properties.isSetKeepNext() && POIXMLUnits.parseOnOff(properties.getKeepNext());
    }

    @Override
    protected void endVisitParagraph(XWPFParagraph read, IITextContainer parent, IITextContainer paragraph)
            throws Exception {
        ((Phrase) paragraph)
                .getChunks().stream()
                        .filter(Chunk.class::isInstance)
                        .map(Chunk.class::cast)
                        .forEach(chunk -> chunk.setSplitCharacter(BREAKS));
        super.endVisitParagraph(read, parent, paragraph);
    }

    @Override
    protected IITextContainer startVisitTable(XWPFTable read, float[] widths, IITextContainer parent) throws Exception {
        IITextContainer table = super.startVisitTable(read, widths, parent);
        ((PdfPTable) table).setSplitLate(true);
        return table;
    }
}
