package org.dudao.caselog;

import java.time.Instant;
import java.util.List;

/** What is to be written down; see {@link CaseEntry} for the meaning of each part. */
public final class Act {

    final String caseKey;
    final String name;
    final String word;
    String by;
    String rule;
    Instant deadline;
    String arithmetic;
    String addressee;
    String text;
    String details;
    List<String> evidence = List.of();

    public Act(String caseKey, String name, String word) {
        this.caseKey = caseKey;
        this.name = name;
        this.word = word;
    }

    public Act by(String post) {
        by = post;
        return this;
    }

    public Act rule(String row) {
        rule = row;
        return this;
    }

    public Act deadline(Instant instant, String howComputed) {
        deadline = instant;
        arithmetic = howComputed;
        return this;
    }

    public Act to(String unitOrPost) {
        addressee = unitOrPost;
        return this;
    }

    public Act text(String words) {
        text = words;
        return this;
    }

    /** @param json one JSON object, or null */
    public Act details(String json) {
        details = json;
        return this;
    }

    /** @param hashes SHA-256 of each piece of evidence, in hexadecimal */
    public Act evidence(List<String> hashes) {
        evidence = List.copyOf(hashes);
        return this;
    }

    CaseEntry entry(int sequence, Instant at) {
        return new CaseEntry(
                caseKey, sequence, at, name, word, by, rule, deadline, arithmetic, addressee, text, details, evidence);
    }
}
