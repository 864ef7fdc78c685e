package org.dudao.platform.web;

import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.MDC;

/**
 * A short reference of the request at hand, in the logging context under {@value #KEY}: what a person reads out on the
 * phone finds the lines of the log.
 */
final class RequestReference {

    static final String KEY = "reference";

    /** Without characters that are mistaken for each other. */
    private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    private static final int LENGTH = 6;

    private RequestReference() {}

    static void begin() {
        StringBuilder reference = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            reference.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
        }
        MDC.put(KEY, reference.toString());
    }

    static String current() {
        String reference = MDC.get(KEY);
        return reference == null ? "无" : reference;
    }

    static void end() {
        MDC.remove(KEY);
    }

    /** @return what a person is told when the server failed */
    static String apology() {
        return "系统出了故障，这次操作没有成功。请稍后再试；仍然不行，请把编号" + current() + "告诉管理员。";
    }
}
