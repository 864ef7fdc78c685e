package org.dudao.document;

import com.deepoove.poi.XWPFTemplate;
import com.deepoove.poi.config.Configure;
import com.deepoove.poi.config.ConfigureBuilder;
import com.deepoove.poi.data.PictureType;
import com.deepoove.poi.data.Pictures;
import com.deepoove.poi.plugin.table.LoopRowTableRenderPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.dudao.platform.ApiProblem;
import org.dudao.platform.DefinitionFiles;
import org.springframework.stereotype.Service;

/**
 * Fills templates in. A template is read anew each time, so that a changed one counts at once. What people wrote stands
 * in the paper as they wrote it, whatever it looks like.
 */
@Service
public class Documents {

    private static final double DOTS_PER_MM = 96 / 25.4;

    /** What XML cannot hold, and what turns the direction of the text around it. */
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[^\\t\\n\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]"
                    + "|[\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");

    private final DefinitionFiles files;
    private final PdfWriter pdf;

    Documents(DefinitionFiles files, PdfWriter pdf) {
        this.files = files;
        this.pdf = pdf;
    }

    /**
     * Makes the paper.
     *
     * @param values for each tag of the template its text (any object; null is empty), its {@link Picture}, or for a
     *     list a {@code List} of such maps; a missing picture is left out
     * @return a DOCX or PDF file
     * @throws ApiProblem where the template is not there or has a tag that is not known, or a PDF is asked for and the
     *     machine has no Chinese font; says in Chinese what to do
     * @throws IllegalArgumentException if the values do not fit the template's tags
     */
    public byte[] render(Template template, Map<String, ?> values, Format format) {
        byte[] file = files.template(template.file())
                .orElseThrow(() -> ApiProblem.notFound("没有文书模板 %s。请管理员把它放回 templates 文件夹".formatted(template.file())));
        TemplateCheck.require(template, file);
        byte[] docx = fill(template, file, values);
        return format == Format.PDF ? pdf.write(docx) : docx;
    }

    private static byte[] fill(Template template, byte[] file, Map<String, ?> values) {
        ConfigureBuilder configure = Configure.builder();
        bindLists(configure, template.tags());
        try (XWPFTemplate filled = XWPFTemplate.compile(new ByteArrayInputStream(file), configure.build())
                .render(converted(template.tags(), values))) {
            ByteArrayOutputStream docx = new ByteArrayOutputStream();
            filled.write(docx);
            return docx.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void bindLists(ConfigureBuilder configure, Tags tags) {
        tags.byName().forEach((name, tag) -> {
            if (tag.kind() == Tags.Kind.LIST) {
                configure.bind(name, new LoopRowTableRenderPolicy());
                bindLists(configure, tag.each());
            }
        });
    }

    private static Map<String, Object> converted(Tags tags, Map<String, ?> values) {
        if (!tags.byName().keySet().containsAll(values.keySet())) {
            throw new IllegalArgumentException("values without a tag: " + values.keySet() + " for " + tags.byName());
        }
        Map<String, Object> all = new HashMap<>();
        tags.byName().forEach((name, tag) -> {
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException("no value for " + name);
            }
            all.put(name, converted(tag, values.get(name)));
        });
        return all;
    }

    private static Object converted(Tags.Tag tag, Object value) {
        return switch (tag.kind()) {
            case TEXT -> value == null ? "" : text(value.toString());
            case PICTURE -> value == null ? null : picture((Picture) value);
            case LIST -> list(tag, (List<?>) value);
        };
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Tags.Tag tag, List<?> members) {
        return members.stream()
                .map(member -> converted(tag.each(), (Map<String, ?>) member))
                .toList();
    }

    private static Object picture(Picture picture) {
        boolean isPng = picture.image()[0] == (byte) 0x89;
        return Pictures.ofBytes(picture.image(), isPng ? PictureType.PNG : PictureType.JPEG)
                .size(dots(picture.width()), dots(picture.height()))
                .create();
    }

    private static int dots(double millimetres) {
        return (int) Math.round(millimetres * DOTS_PER_MM);
    }

    private static String text(String written) {
        return UNPRINTABLE
                .matcher(written.replace("\r\n", "\n").replace('\r', '\n'))
                .replaceAll("");
    }
}
