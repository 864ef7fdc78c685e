package org.dudao.document;

import java.util.Locale;
import org.springframework.http.MediaType;

/** What a paper can be made as: to be edited, or to be printed. */
public enum Format {
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    PDF("application/pdf");

    private final MediaType mediaType;

    Format(String mediaType) {
        this.mediaType = MediaType.parseMediaType(mediaType);
    }

    public MediaType mediaType() {
        return mediaType;
    }

    /** How a file of this format ends, without the dot. */
    public String ending() {
        return name().toLowerCase(Locale.ROOT);
    }
}
