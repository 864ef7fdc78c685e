package org.dudao.document;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.imageio.ImageIO;
import net.coobird.thumbnailator.Thumbnails;

/**
 * A picture for a paper, as large as it is to be printed.
 *
 * @param image a PNG or JPEG
 * @param width in millimetres
 * @param height in millimetres
 */
public record Picture(byte[] image, double width, double height) {

    private static final double MM_PER_INCH = 25.4;
    private static final int DOTS_PER_INCH = 200;
    private static final int DOTS_PER_MODULE = 6;

    /** Light modules around a code that readers need. */
    private static final int MARGIN = 4;

    /**
     * A photo, the right way up, as large as fits, and with nothing in it but the picture: neither place nor device.
     *
     * @param widest in millimetres
     * @param highest in millimetres
     * @throws UncheckedIOException if it is no picture
     */
    public static Picture photo(byte[] content, int widest, int highest) {
        try {
            BufferedImage scaled = Thumbnails.of(new ByteArrayInputStream(content))
                    .size(dots(widest), dots(highest))
                    .imageType(BufferedImage.TYPE_INT_RGB)
                    .asBufferedImage();
            ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
            Thumbnails.of(scaled)
                    .scale(1)
                    .outputFormat("jpg")
                    .outputQuality(0.85)
                    .toOutputStream(jpeg);
            double scale = Math.min((double) widest / scaled.getWidth(), (double) highest / scaled.getHeight());
            return new Picture(jpeg.toByteArray(), scaled.getWidth() * scale, scaled.getHeight() * scale);
        } catch (IOException e) {
            throw new UncheckedIOException("no picture", e);
        }
    }

    /** The QR code that opens the address. */
    public static Picture code(String address, int millimetres) {
        ByteMatrix code = matrix(address);
        int side = (code.getWidth() + 2 * MARGIN) * DOTS_PER_MODULE;
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, side, side);
        pen.setColor(Color.BLACK);
        for (int y = 0; y < code.getHeight(); y++) {
            for (int x = 0; x < code.getWidth(); x++) {
                if (code.get(x, y) == 1) {
                    pen.fillRect(
                            (x + MARGIN) * DOTS_PER_MODULE,
                            (y + MARGIN) * DOTS_PER_MODULE,
                            DOTS_PER_MODULE,
                            DOTS_PER_MODULE);
                }
            }
        }
        pen.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Picture(png.toByteArray(), millimetres, millimetres);
    }

    private static ByteMatrix matrix(String address) {
        try {
            return Encoder.encode(
                            address,
                            ErrorCorrectionLevel.M,
                            Map.of(EncodeHintType.CHARACTER_SET, StandardCharsets.UTF_8.name()))
                    .getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("no code for " + address, e);
        }
    }

    private static int dots(int millimetres) {
        return (int) (millimetres / MM_PER_INCH * DOTS_PER_INCH);
    }
}
