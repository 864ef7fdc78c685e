package org.dudao.document;

import com.lowagie.text.Chunk;
import com.lowagie.text.DocumentException;
import com.lowagie.text.Element;
import com.lowagie.text.Paragraph;
import com.lowagie.text.Phrase;
import com.lowagie.text.SplitCharacter;
import com.lowagie.text.pdf.ColumnText;
import com.lowagie.text.pdf.DefaultSplitCharacter;
import com.lowagie.text.pdf.PdfChunk;
import com.lowagie.text.pdf.PdfPCell;
import com.lowagie.text.pdf.PdfPTable;
import fr.opensagres.poi.xwpf.converter.pdf.PdfOptions;
import fr.opensagres.poi.xwpf.converter.pdf.internal.PdfMapper;
import fr.opensagres.poi.xwpf.converter.pdf.internal.elements.StylableDocument;
import fr.opensagres.poi.xwpf.converter.pdf.internal.elements.StylableDocumentSection;
import fr.opensagres.xdocreport.openpdf.extension.ExtendedParagraph;
import fr.opensagres.xdocreport.openpdf.extension.IITextContainer;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.ooxml.util.POIXMLUnits;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableCell;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTPPr;

/**
 * Sets a document as the converter does, but no line begins with a full stop, a row stays on one page if it can, and what
 * is to be kept with the next is.
 */
final class ChinesePdf extends PdfMapper {

    private static final String NEVER_FIRST = "，。、；：？！）》」』】〕…—·％,.;:?!)]}%\u201D\u2019";
    private static final String NEVER_LAST = "（《「『【〔([{\u201C\u2018";
    private static final SplitCharacter BREAKS = new DefaultSplitCharacter() {
        @Override
        public boolean isSplitCharacter(int start, int current, int end, char[] text, PdfChunk[] chunks) {
            return super.isSplitCharacter(start, current, end, text, chunks)
                    && NEVER_LAST.indexOf(text[current]) < 0
                    && (current + 1 >= end || NEVER_FIRST.indexOf(text[current + 1]) < 0);
        }
    };

    /** So many lines of a long paragraph stand with what is kept with it. */
    private static final int LINES = 2;

    /** What is to stand on one page with what follows, in its order. */
    private final List<Element> kept = new ArrayList<>();

    /** @param pages how many there are, for a page number that says so; null where that is not known yet */
    ChinesePdf(XWPFDocument document, OutputStream out, PdfOptions options, Integer pages) throws Exception {
        super(document, out, options, pages);
    }

    @Override
    protected void endVisitParagraph(XWPFParagraph read, IITextContainer parent, IITextContainer paragraph)
            throws Exception {
        ((Phrase) paragraph)
                .getChunks().stream()
                        .filter(Chunk.class::isInstance)
                        .map(Chunk.class::cast)
                        .forEach(chunk -> chunk.setSplitCharacter(BREAKS));
        if (parent instanceof StylableDocument page) {
            Element element = ((ExtendedParagraph) paragraph).getElement();
            if (isKept(read)) {
                kept.add(element);
                return;
            }
            place(page, element);
        }
        super.endVisitParagraph(read, parent, paragraph);
    }

    /** The library takes the mark without a value, which is how it is written, for none. */
    private static boolean isKept(XWPFParagraph read) {
        CTPPr properties = read.getCTP().getPPr();
        return properties != null && properties.isSetKeepNext() && POIXMLUnits.parseOnOff(properties.getKeepNext());
    }

    @Override
    protected IITextContainer startVisitTable(XWPFTable read, float[] widths, IITextContainer parent) throws Exception {
        IITextContainer table = super.startVisitTable(read, widths, parent);
        ((PdfPTable) table).setSplitLate(true);
        return table;
    }

    @Override
    protected IITextContainer startVisitTableCell(
            XWPFTableCell read,
            IITextContainer table,
            boolean firstRow,
            boolean lastRow,
            boolean firstColumn,
            boolean lastColumn,
            List<XWPFTableCell> merged)
            throws Exception {
        IITextContainer cell =
                super.startVisitTableCell(read, table, firstRow, lastRow, firstColumn, lastColumn, merged);
        // Else the last line stands on the cell's border.
        ((PdfPCell) cell).setUseDescender(true);
        return cell;
    }

    @Override
    protected void endVisitTable(XWPFTable read, IITextContainer parent, IITextContainer table) throws Exception {
        if (parent instanceof StylableDocument page) {
            place(page, (PdfPTable) table);
        }
        super.endVisitTable(read, parent, table);
    }

    /** On the next page where it does not fit in here with the beginning of what follows, but does on a page of its own. */
    private void place(StylableDocument page, Element next) throws DocumentException {
        if (kept.isEmpty()) {
            return;
        }
        float needed = beginning(page, next);
        for (Element element : kept) {
            needed += height(page, element);
        }
        if (needed > page.getHeightLimit() && needed <= page.top() - page.bottom()) {
            page.columnBreak();
        }
        kept.forEach(page::addElement);
        kept.clear();
    }

    private static float beginning(StylableDocument page, Element next) throws DocumentException {
        if (next instanceof PdfPTable table) {
            PdfPTable head = new PdfPTable(table);
            while (head.size() > head.getHeaderRows() + 1) {
                head.deleteLastRow();
            }
            return height(page, head);
        }
        Paragraph paragraph = (Paragraph) next;
        boolean shown = paragraph.getChunks().stream().anyMatch(chunk -> ((Chunk) chunk).getImage() != null);
        float height = height(page, next);
        return shown ? height : Math.min(height, paragraph.getSpacingBefore() + LINES * paragraph.getTotalLeading());
    }

    private static float height(StylableDocument page, Element element) throws DocumentException {
        ColumnText measure = StylableDocumentSection.createColumnText();
        measure.setSimpleColumn(0, -2 * page.getPageSize().getHeight(), page.getWidthLimit(), 0);
        measure.addElement(element);
        measure.go(true);
        return -measure.getYLine();
    }
}
