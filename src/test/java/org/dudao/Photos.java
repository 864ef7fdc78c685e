package org.dudao;

import java.awt.Color;
import java.awt.Graphics2D;
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
