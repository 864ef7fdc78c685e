package org.dudao.platform.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Serves those files of the webapps that ours replace or join. The webapps ask for them under the engine's version,
 * which stays while ours goes on, and a build may give every file the same date: so a browser asks every time, and is
 * told by the content whether what it keeps is still good.
 */
class WebappFiles implements WebMvcConfigurer {

    private static final String[] PATHS = {
        "/camunda/app/*/locales/**", "/camunda/app/*/scripts/**", "/camunda/app/*/styles/**"
    };

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler(PATHS)
                .addResourceLocations("classpath:/META-INF/resources/webjars/camunda/app/")
                .setCacheControl(CacheControl.noCache())
                .setUseLastModified(false)
                .setEtagGenerator(WebappFiles::digest);
    }

    private static String digest(Resource file) {
        try (var content = file.getInputStream()) {
            return DigestUtils.md5DigestAsHex(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
