package org.dudao.obligation;

import java.time.Instant;

/**
 * One line of an obligation's history.
 *
 * @param post the post that acted, null where a timer did
 * @param text what was said with it (reason of a return, rule), may be null
 */
public record ObligationEvent(Instant at, What what, String post, String text) {

    /** What can happen to an obligation, with the word people read. */
    public enum What {
        OPENED("交办"),
        SUBMITTED("办理提交"),
        ACCEPTED("审核通过"),
        RETURNED("退回"),
        REOPENED("重新交办"),
        MOVED("期限调整"),
        OVERDUE("逾期进入督办阶梯"),
        URGED("催办"),
        SUPERVISED("签发督办单"),
        ANSWERED("答复督办单"),
        REVIEWED("研究处理"),
        LEFT("离开督办阶梯");

        private final String word;

        What(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
