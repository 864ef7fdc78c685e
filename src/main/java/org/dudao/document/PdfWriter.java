package org.dudao.document;

import fr.opensagres.poi.xwpf.converter.pdf.PdfOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.springframework.stereotype.Component;

/** Sets a DOCX as PDF, its fonts embedded. */
@Component
class PdfWriter {

    private final PdfFonts fonts;

    PdfWriter(PdfFonts fonts) {
        this.fonts = fonts;
    }

    /** @throws org.dudao.platform.ApiProblem where the machine has no Chinese font */
    byte[] write(byte[] docx) {
        fonts.requireChinese();
        PdfOptions options = PdfOptions.create();
        options.fontProvider(fonts);
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(docx))) {
            // The converter leaves out what is on the later pages of a table that nothing follows.
            document.createParagraph();
            ByteArrayOutputStream pdf = new ByteArrayOutputStream();
            ChinesePdf first = new ChinesePdf(document, pdf, options, null);
            first.start();
            if (first.useTotalPageField()) {
                pdf.reset();
                new ChinesePdf(document, pdf, options, first.getPageCount()).start();
            }
            return pdf.toByteArray();
        } catch (Exception e) {
            throw new IllegalStateException("cannot be set as PDF", e);
        }
    }
}
