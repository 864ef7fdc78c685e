package org.dudao.bulletin;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.dudao.document.Format;
import org.dudao.plan.CampaignPlans;
import org.dudao.plan.Plan;
import org.dudao.plan.UnitKind;
import org.dudao.platform.ApiProblem;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The bulletins of one campaign (W3). What was issued goes to everybody; what is still being written only the town office
 * reads, and who reads all processes.
 */
@RestController
class BulletinController {

    private final Bulletins bulletins;
    private final BulletinPaper paper;
    private final CampaignPlans plans;
    private final IdentityService identity;
    private final AuthorizationService authorizations;

    BulletinController(
            Bulletins bulletins,
            BulletinPaper paper,
            CampaignPlans plans,
            IdentityService identity,
            AuthorizationService authorizations) {
        this.bulletins = bulletins;
        this.paper = paper;
        this.plans = plans;
        this.identity = identity;
        this.authorizations = authorizations;
    }

    /**
     * One in the list; times are instants in UTC.
     *
     * @param issuedAt null while it is being written, as are {@code issuedByName} and {@code sha256}
     * @param closedAt null while units have to sign for it
     * @param signed how many of the {@code readers} have signed for it; both 0 before it is issued
     */
    record Row(
            int number,
            String title,
            String documentNumber,
            String occasion,
            boolean last,
            String state,
            String stateName,
            Instant until,
            Instant issuedAt,
            String issuedByName,
            String sha256,
            Instant closedAt,
            int signed,
            int readers) {}

    /** One with its text and its figures. */
    record Whole(Row bulletin, String body, Figures figures) {}

    @GetMapping("/api/bulletins")
    List<Row> list(@RequestParam String campaign) {
        Plan plan = plan(campaign);
        boolean drafts = readsDrafts(plan);
        return bulletins.of(campaign).stream()
                .filter(bulletin -> drafts || bulletin.state() == Bulletin.State.ISSUED)
                .map(bulletin -> row(plan, bulletin))
                .toList();
    }

    @GetMapping("/api/bulletins/{number}")
    Whole one(@PathVariable int number, @RequestParam String campaign) {
        Plan plan = plan(campaign);
        Bulletin bulletin = visible(plan, campaign, number);
        return new Whole(row(plan, bulletin), bulletin.body(), bulletin.figures());
    }

    /** The bulletin as an official document; a draft says that it is not issued. */
    @GetMapping("/api/bulletins/{number}/document")
    ResponseEntity<byte[]> document(
            @PathVariable int number, @RequestParam String campaign, @RequestParam(defaultValue = "docx") String as) {
        Format format = Stream.of(Format.values())
                .filter(known -> known.ending().equals(as))
                .findFirst()
                .orElseThrow(() -> ApiProblem.badRequest("只能取 docx 或者 pdf 格式，请改正地址里的 as"));
        Plan plan = plan(campaign);
        Bulletin bulletin = visible(plan, campaign, number);
        String name = "情况通报第%d期.%s".formatted(number, format.ending());
        return ResponseEntity.ok()
                .contentType(format.mediaType())
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name, StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(paper.of(bulletin, plan, format));
    }

    private Bulletin visible(Plan plan, String campaign, int number) {
        return bulletins
                .find("%s/bulletin/%d".formatted(campaign, number))
                .filter(bulletin -> bulletin.state() == Bulletin.State.ISSUED || readsDrafts(plan))
                .orElseThrow(() -> ApiProblem.notFound("没有第%d期通报，或者还没有印发，请从列表中选择".formatted(number)));
    }

    private Plan plan(String campaign) {
        return plans.find(campaign)
                .orElseThrow(() ->
                        ApiProblem.notFound("没有编号为“%s”的专项行动，请检查编号".formatted(campaign.replaceAll("\\p{Cntrl}", ""))));
    }

    private boolean readsDrafts(Plan plan) {
        Authentication current = identity.getCurrentAuthentication();
        List<String> groups = current.getGroupIds() == null ? List.of() : current.getGroupIds();
        return groups.contains(plan.unitOfKind(UnitKind.OFFICE).orElseThrow().id())
                || authorizations.isUserAuthorized(
                        current.getUserId(),
                        groups,
                        ProcessDefinitionPermissions.READ_INSTANCE,
                        Resources.PROCESS_DEFINITION,
                        BulletinProcess.KEY);
    }

    private static Row row(Plan plan, Bulletin bulletin) {
        return new Row(
                bulletin.number(),
                bulletin.title(),
                bulletin.documentNumber(),
                bulletin.occasion(),
                bulletin.last(),
                bulletin.state().name(),
                bulletin.state().word(),
                bulletin.until(),
                bulletin.issuedAt(),
                bulletin.issuedBy() == null ? null : plan.postName(bulletin.issuedBy()),
                bulletin.sha256(),
                bulletin.closedAt(),
                bulletin.signed(),
                bulletin.readers());
    }
}
