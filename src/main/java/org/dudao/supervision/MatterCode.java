package org.dudao.supervision;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.web.util.HtmlUtils;

/** A QR code as a drawing for print, with what it stands for below it. */
final class MatterCode {

    /** Light modules around the code that readers need. */
    private static final int MARGIN = 4;

    private static final int LINES = 8;

    private MatterCode() {}

    static String svg(String address, String key, String title) {
        ByteMatrix code;
        try {
            code = Encoder.encode(
                            address,
                            ErrorCorrectionLevel.Q,
                            Map.of(EncodeHintType.CHARACTER_SET, StandardCharsets.UTF_8.name()))
                    .getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("no code for " + address, e);
        }
        int side = code.getWidth() + 2 * MARGIN;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.getHeight(); y++) {
            for (int x = 0; x < code.getWidth(); x++) {
                if (code.get(x, y) == 1) {
                    path.append("M%d %dh1v1h-1z".formatted(x + MARGIN, y + MARGIN));
                }
            }
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="60mm" height="%dmm">
                <rect width="100%%" height="100%%" fill="#fff"/><path d="%s"/>
                <text x="50%%" y="%d" font-size="3" text-anchor="middle" font-family="sans-serif">%s</text>
                <text x="50%%" y="%d" font-size="2.4" text-anchor="middle" font-family="sans-serif">%s</text></svg>
                """.formatted(
                        side,
                        side + LINES,
                        60 * (side + LINES) / side,
                        path,
                        side + 1,
                        HtmlUtils.htmlEscape(key, "UTF-8"),
                        side + 5,
                        HtmlUtils.htmlEscape(title, "UTF-8"));
    }
}
