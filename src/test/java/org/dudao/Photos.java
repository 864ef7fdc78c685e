package org.dudao;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.apache.commons.imaging.formats.jpeg.exif.ExifRewriter;
import org.apache.commons.imaging.formats.tiff.constants.TiffTagConstants;
import org.apache.commons.imaging.formats.tiff.write.TiffOutputSet;

/** Photos as a phone takes them, made here. */
public final class Photos {

    private Photos() {}

    public static byte[] jpeg() {
        return picture("jpg", 64, 48);
    }

    public static byte[] picture(String format, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D paint = image.createGraphics();
        paint.setColor(new Color(0x2F6F3E));
        paint.fillRect(0, 0, width / 2, height);
        paint.setColor(Color.ORANGE);
        paint.fillRect(width / 2, 0, width - width / 2, height);
        paint.dispose();
        return bytes(image, format);
    }

    /** A corridor in a school, with boxes in the way or cleared. */
    public static byte[] corridor(boolean blocked) {
        BufferedImage image = new BufferedImage(480, 360, BufferedImage.TYPE_INT_RGB);
        Graphics2D paint = image.createGraphics();
        paint.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        face(paint, 0xEDEBE4, 0, 0, 480, 0, 300, 120, 180, 120);
        face(paint, 0xD9D6CB, 0, 0, 180, 120, 180, 220, 0, 360);
        face(paint, 0xD3CFC3, 480, 0, 300, 120, 300, 220, 480, 360);
        face(paint, 0xB9B2A2, 0, 360, 180, 220, 300, 220, 480, 360);
        face(paint, 0xC4D4DE, 180, 120, 300, 120, 300, 220, 180, 220);
        face(paint, 0x3E7D4E, 205, 95, 275, 95, 275, 115, 205, 115);
        face(paint, 0x8A6A4A, 40, 110, 110, 130, 110, 270, 40, 320);
        face(paint, 0x8A6A4A, 370, 130, 440, 110, 440, 320, 370, 270);
        if (blocked) {
            face(paint, 0xC69C6D, 130, 230, 230, 230, 230, 320, 130, 320);
            face(paint, 0xB1865A, 235, 250, 330, 250, 330, 335, 235, 335);
            face(paint, 0xD2AB7E, 165, 150, 250, 150, 250, 228, 165, 228);
        } else {
            face(paint, 0xE0B400, 120, 360, 205, 220, 212, 220, 140, 360);
            face(paint, 0xE0B400, 360, 360, 275, 220, 268, 220, 340, 360);
        }
        paint.dispose();
        return bytes(image, "jpg");
    }

    private static void face(Graphics2D paint, int colour, int... corners) {
        Polygon face = new Polygon();
        for (int i = 0; i < corners.length; i += 2) {
            face.addPoint(corners[i], corners[i + 1]);
        }
        paint.setColor(new Color(colour));
        paint.fill(face);
    }

    private static byte[] bytes(BufferedImage image, String format) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(image, format, bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Taken at a place and with the phone held sideways, as its additions say. */
    public static byte[] jpegWithPlace(double longitude, double latitude) {
        try {
            TiffOutputSet additions = new TiffOutputSet();
            additions.setGpsInDegrees(longitude, latitude);
            additions.getOrCreateRootDirectory().add(TiffTagConstants.TIFF_TAG_ORIENTATION, (short) 6);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new ExifRewriter().updateExifMetadataLossless(jpeg(), bytes, additions);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
