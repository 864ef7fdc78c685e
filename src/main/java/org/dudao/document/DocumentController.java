package org.dudao.document;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.dudao.platform.ApiProblem;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Papers of matters as DOCX and PDF, and which there are. */
@RestController
class DocumentController {

    private static final String PATH = "/api/documents/";

    private final Papers papers;
    private final Documents documents;

    DocumentController(Papers papers, Documents documents) {
        this.papers = papers;
        this.documents = documents;
    }

    /** The papers of the matter with this business key that the current user may have. */
    @GetMapping("/api/documents")
    List<Papers.Offer> offers(@RequestParam String key) {
        return papers.of(key);
    }

    /** The paper's kind, then its key as it is, slashes and all, then its format. */
    @GetMapping(PATH + "**")
    ResponseEntity<byte[]> paper(HttpServletRequest request) {
        String path = URLDecoder.decode(
                request.getRequestURI().substring(request.getContextPath().length() + PATH.length()),
                StandardCharsets.UTF_8);
        int slash = path.indexOf('/');
        Format format = Stream.of(Format.values())
                .filter(known -> path.endsWith("." + known.ending()))
                .findFirst()
                .orElse(null);
        int end = format == null ? 0 : path.length() - format.ending().length() - 1;
        if (slash < 1 || end <= slash + 1) {
            throw ApiProblem.notFound("地址不对，应当是 " + PATH + "文书种类/编号.docx 或者 .pdf");
        }
        Papers.Draft draft = papers.draft(path.substring(0, slash), path.substring(slash + 1, end), MatterAddress::of);
        byte[] content = documents.render(draft.template(), draft.values(), format);
        return ResponseEntity.ok()
                .contentType(format.mediaType())
                .cacheControl(CacheControl.noStore())
                .header(HttpHeaders.CONTENT_DISPOSITION, attachment(draft.name() + "." + format.ending()))
                .header("X-Content-Type-Options", "nosniff")
                .body(content);
    }

    private static String attachment(String name) {
        return ContentDisposition.attachment()
                .filename(name.replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_"), StandardCharsets.UTF_8)
                .build()
                .toString();
    }
}
