package org.dudao.supervision;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.dudao.platform.ApiProblem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** One's own notices: those to one's units and to one's post, whatever else one may read. */
@RestController
class NoticeController {

    private final Inbox inbox;
    private final Reader reader;
    private final CaseReaders cases;
    private final IdentityService identity;

    NoticeController(Inbox inbox, Reader reader, CaseReaders cases, IdentityService identity) {
        this.inbox = inbox;
        this.reader = reader;
        this.cases = cases;
        this.identity = identity;
    }

    record Page(long total, long unread, List<Inbox.Notice> items) {}

    /** The newest first; the matter is named where the reader may open its page. */
    @GetMapping("/api/notices")
    Page notices(@RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "50") int size) {
        Reader.Sight sight = reader.sight();
        Inbox.Owner owner = owner(sight);
        Inbox.Counts counts = inbox.count(owner);
        List<Inbox.Notice> items = inbox.page(owner, page, size).stream()
                .map(notice -> mayOpen(notice.businessKey(), sight) ? notice : notice.withoutMatter())
                .toList();
        return new Page(counts.total(), counts.unread(), items);
    }

    /** Whether the own notices are new; asked again and again. */
    @GetMapping("/api/notices/unread")
    Inbox.Counts unread() {
        return inbox.count(owner(reader.sight()));
    }

    /** @param notices their ids */
    record Shown(List<Long> notices) {}

    /** These have been on the screen; answers how many are still new. */
    @PutMapping("/api/notices/seen")
    Inbox.Counts seen(@RequestBody Shown shown) {
        if (shown.notices() == null
                || shown.notices().size() > Inbox.MAX_PAGE
                || shown.notices().stream().anyMatch(Objects::isNull)) {
            throw ApiProblem.badRequest("一次最多登记%d条看过的消息，请刷新页面后再试".formatted(Inbox.MAX_PAGE));
        }
        Inbox.Owner owner = owner(reader.sight());
        inbox.seen(owner, shown.notices());
        return inbox.count(owner);
    }

    private boolean mayOpen(String key, Reader.Sight sight) {
        return key != null && (sight.everything() || cases.mayRead(key));
    }

    private Inbox.Owner owner(Reader.Sight sight) {
        String post = identity.getCurrentAuthentication().getUserId();
        Set<String> addressees = new HashSet<>(sight.units());
        addressees.add(post);
        return new Inbox.Owner(post, addressees, sight.crime());
    }
}
