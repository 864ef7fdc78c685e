package org.dudao.duty;

import java.time.Instant;
import org.dudao.plan.Rhythm.Window;

/**
 * One time at which a duty is to be done.
 *
 * @param number from 1, in the order of time
 * @param openedAt when its task came; null before. After the window's end where the system had stood still
 * @param by the post that filled it in; null where nobody did
 * @param count null where no number was asked or none was given
 * @param remark null where nothing was said
 */
record DutyRound(int number, Window window, State state, Instant openedAt, String by, Integer count, String remark) {

    enum State {
        PLANNED("待上岗"),
        OPEN("待登记"),
        HELD("已履行"),
        MISSED("缺勤"),
        VOID("取消");

        private final String word;

        State(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** One line for those who have to explain it. */
    String inWords() {
        String why = remark != null
                ? remark
                : by != null ? "登记为没有做" : openedAt.isAfter(window.closes()) ? "没有登记（当时系统停机，任务没有发出）" : "没有登记";
        return window.inWords() + "：" + why;
    }
}
