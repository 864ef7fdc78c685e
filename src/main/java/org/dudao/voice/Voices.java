package org.dudao.voice;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.dudao.caselog.Act;
import org.dudao.caselog.CaseEntry;
import org.dudao.caselog.CaseLog;
import org.dudao.plan.CampaignNumbers;
import org.dudao.voice.Voice.State;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The register of what was raised (M4), and the log of each. The log never names the one who raised it where that is
 * confidential.
 */
@Service
public class Voices {

    private final VoiceRepository repository;
    private final JdbcAggregateTemplate aggregates;
    private final JdbcClient jdbc;
    private final CampaignNumbers numbers;
    private final CaseLog log;
    private final Clock clock;

    Voices(
            VoiceRepository repository,
            JdbcAggregateTemplate aggregates,
            JdbcClient jdbc,
            CampaignNumbers numbers,
            CaseLog log,
            Clock clock) {
        this.repository = repository;
        this.aggregates = aggregates;
        this.jdbc = jdbc;
        this.numbers = numbers;
        this.log = log;
        this.clock = clock;
    }

    /** @throws NoSuchElementException if there is none */
    public Voice get(String key) {
        return repository.findForUpdate(key).orElseThrow(() -> new NoSuchElementException("no voice " + key));
    }

    Optional<Voice> waitingFor(String hazard) {
        return repository.findWaitingFor(hazard);
    }

    /** What closed campaigns left open, without what goes to public security, in the order of the keys. */
    List<Voice> leftOver() {
        return repository.findLeftOver();
    }

    void takeOver(String key, String campaign) {
        set(key, values("campaign", campaign));
    }

    List<CaseEntry> history(String key) {
        return log.read(key);
    }

    /** Enters it under the campaign's next number; those raised at the same time wait for each other. */
    Voice register(NewVoice raised) {
        Voice voice = aggregates.insert(new Voice(
                numbers.nextKey(raised.campaign(), "voice", "voice"),
                raised.campaign(),
                raised.school(),
                raised.area(),
                raised.place(),
                raised.what(),
                raised.concerned(),
                raised.onVisit(),
                raised.confidential(),
                raised.raisedBy(),
                clock.instant(),
                raised.handlingUnit(),
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                null,
                null,
                null,
                State.HANDLING,
                null));
        log.append(act(voice, "RAISED", voice.onVisit() ? "走访中反映诉求" : "反映诉求")
                .by(voice.raiserInLog())
                .to(voice.handlingUnit())
                .text(voice.what()));
        return voice;
    }

    void passOn(String key, String by, String unit, String reason) {
        Voice voice = get(key);
        set(key, values("handling_unit", unit, "passed_from", voice.handlingUnit(), "pass_reason", reason));
        log.append(act(voice, "PASSED_ON", "转办").by(by).to(unit).text(reason));
    }

    void answered(String key, String by, String answer) {
        set(key, answer(by, answer, State.ANSWERED));
        log.append(act(get(key), "ANSWERED", "答复").by(by).text(answer));
    }

    void madeHazard(String key, String by, String hazard) {
        Map<String, Object> values = answer(by, "已登记为隐患 " + hazard + "，按隐患整改", State.RECTIFYING);
        values.put("hazard", hazard);
        set(key, values);
        log.append(act(get(key), "HAZARD_MADE", "转为隐患").by(by).text(hazard));
    }

    /** @param outcome how the hazard ended, as people read it */
    void hazardEnded(String key, String outcome) {
        Voice voice = get(key);
        String answer = "已登记为隐患 %s，现在%s".formatted(voice.hazard(), outcome);
        set(key, answer(voice.answeredBy(), answer, State.ANSWERED));
        log.append(act(voice, "HAZARD_ENDED", "隐患办结").text(voice.hazard() + outcome));
    }

    /** @param unit the unit that takes it over, and with it the knowledge of who raised it */
    void referred(String key, String by, String unit, String reason) {
        set(key, values("handling_unit", unit));
        log.append(act(get(key), "REFERRED", "移交公安").by(by).to(unit).text(reason));
        end(key, State.REFERRED);
    }

    /** @param comment null where nothing was said */
    void solved(String key, String comment) {
        Voice voice = get(key);
        log.append(act(voice, "SOLVED", "提出人表示已解决").by(voice.raiserInLog()).text(comment));
        end(key, State.SOLVED);
    }

    /** Accepted because nothing was said in time; that is what is written down, not that it was solved. */
    void silent(String key) {
        log.append(act(get(key), "SILENT", "提出人到期未表态，视为认可"));
        end(key, State.SILENT);
    }

    /** Answers what is known of it then; it is with its handler again, the second time with the leader. */
    Voice notSolved(String key, String objection) {
        Voice voice = get(key);
        int times = voice.notSolved() + 1;
        State state = times > 1 ? State.DECIDING : State.HANDLING;
        set(key, values("not_solved", times, "objection", objection, "state", state.name()));
        log.append(act(voice, "NOT_SOLVED", "提出人表示没有解决")
                .by(voice.raiserInLog())
                .to(voice.handlingUnit())
                .text(objection));
        return get(key);
    }

    void decided(String key, String by, boolean uphold, String reason) {
        Voice voice = get(key);
        set(key, values("decision", reason, "decided_by", by));
        log.append(act(voice, "DECIDED", uphold ? "决定办结" : "决定重新办理")
                .by(by)
                .to(voice.handlingUnit())
                .text(reason));
        if (uphold) {
            end(key, State.UPHELD);
        } else {
            set(key, values("state", State.HANDLING.name()));
        }
    }

    private void end(String key, State state) {
        set(key, values("state", state.name(), "closed_at", clock.instant().atOffset(ZoneOffset.UTC)));
    }

    private Map<String, Object> answer(String by, String answer, State state) {
        Instant now = clock.instant();
        return values(
                "answer",
                answer,
                "answered_by",
                by,
                "answered_at",
                now.atOffset(ZoneOffset.UTC),
                "state",
                state.name());
    }

    private static Act act(Voice voice, String name, String word) {
        return new Act(voice.key(), name, word);
    }

    private static Map<String, Object> values(Object... namesAndValues) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return values;
    }

    private void set(String key, Map<String, Object> values) {
        String columns = String.join(
                ", ", values.keySet().stream().map(name -> name + " = :" + name).toList());
        jdbc.sql("update dudao.voice set " + columns + " where key = :key")
                .params(values)
                .param("key", key)
                .update();
    }
}
