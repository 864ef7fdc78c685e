package org.dudao.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.ScreenshotCaret;
import com.microsoft.playwright.options.ScreenshotScale;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.dudao.Manual;

/** The pictures taken for the manuals: {@code target/manual}, and on demand where the manuals have theirs. */
final class ManualPictures {

    static final int DESK_WIDTH = 1200;
    static final int DESK_HEIGHT = 750;
    static final int PHONE_WIDTH = 390;
    static final int PHONE_HEIGHT = 760;

    private static final Path TARGET = Path.of("target/manual");

    /** So coarse that fonts do not matter, but a form, a list or a button that is not where it was does. */
    private static final int GRID = 24;

    /** Of 255 shades: how far the pictures may lie apart on average. */
    private static final double ALIKE = 8;

    private final Map<String, byte[]> pictures = new LinkedHashMap<>();

    void take(Visitor visitor, String name) {
        // Neither where the mouse is nor what was clicked last belongs to what is told.
        visitor.page().mouse().move(0, 0);
        visitor.page().evaluate("document.activeElement.blur()");
        Locator waiting = visitor.page().locator(".tasks-list li.task:not(:has(.dudao-due))");
        byte[] picture;
        do {
            // Tasklist draws its list anew now and then, and the deadlines come to it a moment later.
            assertThat(waiting).hasCount(0);
            picture = visitor.page()
                    .screenshot(new ScreenshotOptions()
                            .setAnimations(ScreenshotAnimations.DISABLED)
                            .setCaret(ScreenshotCaret.HIDE)
                            .setScale(ScreenshotScale.CSS));
        } while (waiting.count() > 0);
        assertThat(pictures.put(name, picture)).as("%s is taken once", name).isNull();
        write(TARGET, name, picture);
        if (Boolean.getBoolean("manual.write")) {
            write(Manual.IMAGES, name, picture);
        }
    }

    Set<String> taken() {
        return pictures.keySet();
    }

    void assertLikeThoseInTheManual() {
        pictures.forEach((name, picture) -> {
            BufferedImage taken = read(picture);
            BufferedImage kept = read(bytes(Manual.IMAGES.resolve(name + ".png")));
            String retake =
                    "%s is not what the page shows any more; look at target/manual/%s.png and take all anew with -Dmanual.write=true";
            assertThat(taken.getWidth() + "x" + taken.getHeight())
                    .as(retake, name, name)
                    .isEqualTo(kept.getWidth() + "x" + kept.getHeight());
            assertThat(distance(taken, kept)).as(retake, name, name).isLessThan(ALIKE);
        });
    }

    private static double distance(BufferedImage one, BufferedImage other) {
        byte[] left = coarse(one);
        byte[] right = coarse(other);
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += Math.abs((left[i] & 0xff) - (right[i] & 0xff));
        }
        return sum / left.length;
    }

    private static byte[] coarse(BufferedImage picture) {
        Image small = picture.getScaledInstance(GRID, GRID, Image.SCALE_AREA_AVERAGING);
        BufferedImage grey = new BufferedImage(GRID, GRID, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D paint = grey.createGraphics();
        paint.drawImage(small, 0, 0, null);
        paint.dispose();
        return ((DataBufferByte) grey.getRaster().getDataBuffer()).getData();
    }

    private static BufferedImage read(byte[] picture) {
        try {
            return ImageIO.read(new ByteArrayInputStream(picture));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path folder, String name, byte[] picture) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(name + ".png"), picture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
