package org.dudao.bulletin;

import java.time.Clock;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.dudao.appraisal.AppraisalsFinished;
import org.dudao.plan.CampaignPlans;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The model {@code bulletin-rhythm} (W3): one standing instance for a campaign, business key {@code <campaign>/bulletins},
 * which makes each bulletin in its time and, when all are appraised, the final one. Times are counted from now: what was
 * missed in a standstill makes one bulletin, not several.
 */
@Component("bulletinRhythmProcess")
public class BulletinRhythmProcess {

    public static final String KEY = "bulletin-rhythm";
    static final String APPRAISALS_FINISHED = "AppraisalsFinished";

    private final Bulletins bulletins;
    private final BulletinTimes times;
    private final CampaignPlans plans;
    private final RuntimeService runtime;
    private final Clock clock;

    BulletinRhythmProcess(
            Bulletins bulletins, BulletinTimes times, CampaignPlans plans, RuntimeService runtime, Clock clock) {
        this.bulletins = bulletins;
        this.times = times;
        this.plans = plans;
        this.runtime = runtime;
        this.clock = clock;
    }

    /** Begins the rhythm of the campaign; a second call does nothing. */
    public void startStanding(DelegateExecution execution) {
        String campaign = campaign(execution);
        if (runtime.createProcessInstanceQuery()
                        .processInstanceBusinessKey(key(campaign), KEY)
                        .count()
                == 0) {
            runtime.startProcessInstanceByKey(KEY, key(campaign), Map.of("campaign", campaign));
        }
    }

    /** When the next bulletin is made, counted from now. */
    public Date nextTime(DelegateExecution execution) {
        return Date.from(times.next(plans.of(campaign(execution)), clock.instant()));
    }

    /** Whether the one before is still being edited or approved: what it lacks comes into the next one. */
    public boolean isUnissued(DelegateExecution execution) {
        return bulletins.anyUnissued(campaign(execution));
    }

    @EventListener
    void on(AppraisalsFinished finished) {
        runtime.createMessageCorrelation(APPRAISALS_FINISHED)
                .processInstanceBusinessKey(key(finished.campaign()))
                .correlateAllWithResult();
    }

    private static String key(String campaign) {
        return campaign + "/bulletins";
    }

    private static String campaign(DelegateExecution execution) {
        return (String) execution.getVariable("campaign");
    }
}
