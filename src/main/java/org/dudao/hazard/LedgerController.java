package org.dudao.hazard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.dudao.calendar.Deadlines;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The ledger of one campaign (M1), filtered: in pages, or whole as a workbook (W3). */
@RestController
class LedgerController {

    private static final int MAX_PAGE = 200;
    private static final MediaType XLSX =
            MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");

    private final Ledger ledger;
    private final IdentityService identity;
    private final AuthorizationService authorizations;
    private final Clock clock;

    LedgerController(Ledger ledger, IdentityService identity, AuthorizationService authorizations, Clock clock) {
        this.ledger = ledger;
        this.identity = identity;
        this.authorizations = authorizations;
        this.clock = clock;
    }

    @ModelAttribute("filter")
    Ledger.Filter filter(
            @RequestParam String campaign,
            @RequestParam(required = false) String school,
            @RequestParam(required = false) String area,
            @RequestParam(required = false) String grade,
            @RequestParam(required = false) String unit,
            @RequestParam(required = false) Hazard.State state,
            @RequestParam(required = false) Boolean open) {
        return new Ledger.Filter(campaign, school, area, grade, unit, state, open);
    }

    @GetMapping("/api/ledger")
    Ledger.Page ledger(
            @ModelAttribute(name = "filter", binding = false) Ledger.Filter filter,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        return ledger.page(filter, reader(), Math.max(page, 0), Math.min(Math.max(size, 1), MAX_PAGE));
    }

    /**
     * All rows as a workbook. It goes into a file first: an error on the way is still answered as one, and a slow line
     * holds no database connection.
     */
    @GetMapping("/api/ledger.xlsx")
    ResponseEntity<InputStreamResource> workbook(@ModelAttribute(name = "filter", binding = false) Ledger.Filter filter)
            throws IOException {
        ZonedDateTime now = clock.instant().atZone(Deadlines.ZONE);
        String campaign = ledger.campaignName(filter);
        String about = "筛选：%s　　生成时间：%s　　生成人：%s".formatted(ledger.inWords(filter), MOMENT.format(now), myName());
        String name =
                "隐患台账-%s-%s.xlsx".formatted(campaign.replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_"), DAY.format(now));
        Path file = Files.createTempFile("dudao-ledger", ".xlsx");
        try {
            try (OutputStream out = Files.newOutputStream(file);
                    LedgerWorkbook workbook = new LedgerWorkbook(out, campaign + " 隐患台账", about)) {
                ledger.forEach(filter, reader(), workbook::add);
            }
            return ResponseEntity.ok()
                    .contentType(XLSX)
                    .contentLength(Files.size(file))
                    .cacheControl(CacheControl.noStore())
                    .header(HttpHeaders.CONTENT_DISPOSITION, attachment(name))
                    .header("X-Content-Type-Options", "nosniff")
                    .body(new InputStreamResource(Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE)));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static String attachment(String name) {
        return ContentDisposition.attachment()
                .filename(name, StandardCharsets.UTF_8)
                .build()
                .toString();
    }

    private Ledger.Reader reader() {
        Authentication me = identity.getCurrentAuthentication();
        List<String> units = me.getGroupIds() == null ? List.of() : me.getGroupIds();
        return new Ledger.Reader(
                me.getUserId(),
                units,
                authorizations.isUserAuthorized(
                        me.getUserId(),
                        units,
                        ProcessDefinitionPermissions.READ_INSTANCE,
                        Resources.PROCESS_DEFINITION,
                        HazardProcess.KEY));
    }

    private String myName() {
        String me = identity.getCurrentAuthentication().getUserId();
        User user = identity.createUserQuery().userId(me).singleResult();
        return user == null ? me : (user.getFirstName() + " " + user.getLastName()).strip();
    }
}
