package org.dudao.document;

import com.lowagie.text.Font;
import com.lowagie.text.FontFactoryImp;
import com.lowagie.text.pdf.BaseFont;
import fr.opensagres.xdocreport.openpdf.extension.font.IFontProvider;
import java.awt.Color;
import java.util.List;
import java.util.stream.Stream;
import org.dudao.platform.ApiProblem;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The fonts of the machine, by the names that official papers use. A font that is missing is set in the nearest one
 * there is: songti, fangsong and kaiti in a serif, heiti in a sans serif.
 */
@Component
class PdfFonts implements IFontProvider {

    private static final List<String> SERIF = List.of(
            "noto serif cjk sc",
            "noto serif sc",
            "source han serif sc",
            "source han serif cn",
            "simsun",
            "songti sc",
            "stsong",
            "ar pl uming cn");
    private static final List<String> HEAVY_SERIF = List.of(
            "noto serif cjk sc bold", "noto serif sc bold", "source han serif sc bold", "source han serif cn bold");
    private static final List<String> SANS = List.of(
            "noto sans cjk sc",
            "noto sans sc",
            "source han sans sc",
            "source han sans cn",
            "simhei",
            "microsoft yahei",
            "heiti sc",
            "wenquanyi zen hei",
            "wenquanyi micro hei");
    private static final List<String> SERIF_FIRST =
            Stream.concat(SERIF.stream(), SANS.stream()).toList();
    private static final List<String> SANS_FIRST =
            Stream.concat(SANS.stream(), SERIF.stream()).toList();

    private final String directory;
    private FontFactoryImp found;

    /** @param directory of further fonts; empty where there is none */
    PdfFonts(@Value("${dudao.fonts-dir:}") String directory) {
        this.directory = directory;
    }

    /** @throws ApiProblem where the machine has no Chinese font */
    void requireChinese() {
        if (first(SERIF_FIRST) == null) {
            throw ApiProblem.conflict("服务器上没有中文字体，做不成 PDF。请管理员安装字体（Debian、Ubuntu 上是软件包 fonts-noto-cjk）后重启；"
                    + "在此之前可以下载 DOCX，用 WPS 或 Word 打开后打印");
        }
    }

    @Override
    public Font getFont(String family, String encoding, float size, int style, Color color) {
        String name = family == null ? "" : family;
        if (factory().isRegistered(name)) {
            return font(name, size, style, color);
        }
        if (isLatin(name)) {
            // Knows no Chinese, which is then set in the font that the text has for it.
            return new FontFactoryImp()
                    .getFont(
                            name.matches("(?i).*(arial|calibri|helvetica|sans|verdana).*")
                                    ? "Helvetica"
                                    : "Times-Roman",
                            BaseFont.CP1252,
                            BaseFont.NOT_EMBEDDED,
                            size,
                            style,
                            color);
        }
        boolean isHeavy = name.contains("小标宋") || (style & Font.BOLD) != 0;
        if (name.contains("黑")) {
            return font(first(SANS_FIRST), size, style, color);
        }
        String heavy = isHeavy ? first(HEAVY_SERIF) : null;
        return heavy == null
                ? font(first(SERIF_FIRST), size, style, color)
                : font(heavy, size, style & ~Font.BOLD, color);
    }

    private static boolean isLatin(String name) {
        return !name.isEmpty()
                && name.chars().allMatch(letter -> letter < 0x250)
                && !name.matches("(?i).*(cjk|song|sun|hei|kai|noto|han s|st[a-z]+).*");
    }

    private Font font(String name, float size, int style, Color color) {
        return factory().getFont(name, BaseFont.IDENTITY_H, BaseFont.EMBEDDED, size, style, color);
    }

    private String first(List<String> names) {
        return names.stream().filter(factory()::isRegistered).findFirst().orElse(null);
    }

    /** Reading the machine's fonts takes a while: only once, and not before a PDF is asked for. */
    private synchronized FontFactoryImp factory() {
        if (found == null) {
            found = ofTheMachine();
        }
        return found;
    }

    FontFactoryImp ofTheMachine() {
        FontFactoryImp fonts = new FontFactoryImp();
        fonts.registerDirectories();
        if (!directory.isEmpty()) {
            fonts.registerDirectory(directory, true);
        }
        return fonts;
    }
}
