package org.dudao.evidence;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import net.coobird.thumbnailator.Thumbnails;
import org.apache.commons.imaging.Imaging;
import org.apache.commons.imaging.formats.jpeg.JpegImageMetadata;
import org.apache.commons.imaging.formats.jpeg.exif.ExifRewriter;
import org.apache.commons.imaging.formats.jpeg.iptc.JpegIptcRewriter;
import org.apache.commons.imaging.formats.jpeg.xmp.JpegXmpRewriter;
import org.apache.commons.imaging.formats.tiff.TiffField;
import org.apache.commons.imaging.formats.tiff.constants.TiffTagConstants;
import org.apache.commons.imaging.formats.tiff.write.TiffOutputSet;
import org.apache.tika.Tika;
import org.dudao.platform.ApiProblem;

/**
 * What was sent, after a look into it: only photos, PDF and Office documents without macros are taken, whatever their
 * name says.
 *
 * @param type the type that the content has
 * @param content as it arrived, with the place and time that a camera may have written into it
 * @param shown what others get to see: a photo without place, device and other additions; the content itself otherwise
 * @param thumbnail a small JPEG; null where it is no photo
 */
record EvidenceContent(String type, byte[] content, byte[] shown, byte[] thumbnail) {

    static final int LARGEST = 20_000_000;

    private static final int MOST_PIXELS = 60_000_000;
    private static final int MOST_PARTS = 10_000;
    private static final int THUMBNAIL = 320;
    private static final String JPEG = "image/jpeg";
    private static final String PNG = "image/png";
    private static final String PDF = "application/pdf";
    private static final String OOXML = "application/vnd.openxmlformats-officedocument.";
    private static final String TAKEN = "可以上传照片（JPG、PNG）、PDF 和 Word、Excel、PPT 文件";
    private static final Tika TIKA = new Tika();

    /** Part that each kind of document cannot be without. */
    private static final Map<String, String> OFFICE = Map.of(
            "word/document.xml", OOXML + "wordprocessingml.document",
            "xl/workbook.xml", OOXML + "spreadsheetml.sheet",
            "ppt/presentation.xml", OOXML + "presentationml.presentation");

    private static final Map<String, String> OLD_OFFICE = Map.of(
            "doc", "application/msword", "xls", "application/vnd.ms-excel", "ppt", "application/vnd.ms-powerpoint");

    /**
     * Looks into what was sent.
     *
     * @throws ApiProblem when it is not taken; says why and what to do
     */
    static EvidenceContent of(String name, byte[] content) {
        if (content.length == 0) {
            throw ApiProblem.badRequest("“%s”是空的，请重新选择".formatted(name));
        }
        if (content.length > LARGEST) {
            throw ApiProblem.badRequest("“%s”超过20兆，传不上去。请把照片调小，或者把文件拆成几份".formatted(name));
        }
        try {
            String found = TIKA.detect(content);
            return switch (found) {
                case JPEG, PNG -> photo(name, found, content);
                case PDF -> document(PDF, content);
                case "application/zip", "application/x-tika-ooxml" -> document(office(name, content), content);
                case "application/x-tika-msoffice" -> document(oldOffice(name), content);
                default -> throw refused(name);
            };
        } catch (IOException | RuntimeException e) {
            if (e instanceof ApiProblem problem) {
                throw problem;
            }
            throw ApiProblem.badRequest("“%s”打不开，可能已经损坏，请重新拍照或者换一个文件".formatted(name));
        }
    }

    private static ApiProblem refused(String name) {
        return ApiProblem.badRequest("“%s”不是可以上传的文件。%s".formatted(name, TAKEN));
    }

    private static EvidenceContent document(String type, byte[] content) {
        return new EvidenceContent(type, content, content, null);
    }

    private static String oldOffice(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String type = OLD_OFFICE.get(ending);
        if (type == null) {
            throw refused(name);
        }
        return type;
    }

    private static String office(String name, byte[] content) throws IOException {
        Set<String> parts = new HashSet<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
            for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
                parts.add(part.getName());
                if (parts.size() > MOST_PARTS) {
                    throw refused(name);
                }
            }
        }
        if (parts.stream().anyMatch(part -> part.toLowerCase(Locale.ROOT).endsWith("vbaproject.bin"))) {
            throw ApiProblem.badRequest("“%s”里有宏，为了安全不能上传。请另存为不带宏的文件，或者存成 PDF".formatted(name));
        }
        if (!parts.contains("[Content_Types].xml")) {
            throw refused(name);
        }
        return OFFICE.entrySet().stream()
                .filter(kind -> parts.contains(kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> refused(name));
    }

    private static EvidenceContent photo(String name, String type, byte[] content) throws IOException {
        requireBounds(name, content);
        ByteArrayOutputStream thumbnail = new ByteArrayOutputStream();
        Thumbnails.of(new ByteArrayInputStream(content))
                .size(THUMBNAIL, THUMBNAIL)
                .imageType(BufferedImage.TYPE_INT_RGB)
                .outputFormat("jpg")
                .toOutputStream(thumbnail);
        byte[] shown = type.equals(JPEG) ? plainJpeg(content) : plainPng(content);
        return new EvidenceContent(type, content, shown, thumbnail.toByteArray());
    }

    /** A small file may claim to be a picture that fills the memory. */
    private static void requireBounds(String name, byte[] content) throws IOException {
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(content))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                throw refused(name);
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(input);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
                    throw ApiProblem.badRequest("“%s”的尺寸太大，请把照片调小后再传".formatted(name));
                }
            } finally {
                reader.dispose();
            }
        }
    }

    private static byte[] plainPng(byte[] content) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ImageIO.write(ImageIO.read(new ByteArrayInputStream(content)), "png", plain);
        return plain.toByteArray();
    }

    /** The same picture, not compressed again, without anything that was added to it but which way up it is. */
    private static byte[] plainJpeg(byte[] content) throws IOException {
        ByteArrayOutputStream step = new ByteArrayOutputStream();
        new ExifRewriter().removeExifMetadata(content, step);
        byte[] plain = step.toByteArray();
        step.reset();
        new JpegXmpRewriter().removeXmpXml(plain, step);
        plain = step.toByteArray();
        step.reset();
        new JpegIptcRewriter().removeIptc(plain, step);
        plain = step.toByteArray();
        short upright = orientation(content);
        if (upright > 1) {
            TiffOutputSet additions = new TiffOutputSet();
            additions.getOrCreateRootDirectory().add(TiffTagConstants.TIFF_TAG_ORIENTATION, upright);
            step.reset();
            new ExifRewriter().updateExifMetadataLossless(plain, step, additions);
            plain = step.toByteArray();
        }
        return Arrays.equals(plain, content) ? content : plain;
    }

    private static short orientation(byte[] content) throws IOException {
        if (Imaging.getMetadata(content) instanceof JpegImageMetadata metadata) {
            TiffField field = metadata.findExifValueWithExactMatch(TiffTagConstants.TIFF_TAG_ORIENTATION);
            return field == null ? 1 : (short) field.getIntValue();
        }
        return 1;
    }
}
