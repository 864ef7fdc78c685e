package org.dudao.document;

import java.nio.charset.StandardCharsets;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** Where the page of a matter is, for the code on its paper. */
public final class MatterAddress {

    private MatterAddress() {}

    /** Of the server that the current request was made to; the page asks for the login first. */
    public static String of(String businessKey) {
        return ServletUriComponentsBuilder.fromCurrentContextPath()
                .path("/camunda/app/tasklist/default/")
                .fragment("/?matter=" + UriUtils.encode(businessKey, StandardCharsets.UTF_8))
                .build()
                .toUriString();
    }
}
