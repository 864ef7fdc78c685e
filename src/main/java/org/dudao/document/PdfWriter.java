package org.dudao.document;

import fr.opensagres.poi.xwpf.converter.pdf.PdfConverter;
import fr.opensagres.poi.xwpf.converter.pdf.PdfOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(docx))) {
            // The converter leaves out what is on the later pages of a table that nothing follows.
            document.createParagraph();
            PdfConverter.getInstance().convert(document, pdf, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pdf.toByteArray();
    }
}
