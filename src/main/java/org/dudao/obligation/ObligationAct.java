package org.dudao.obligation;

/** What can happen to an obligation, with the word people read; the name is that of the act in its log. */
public enum ObligationAct {
    OPENED("交办"),
    SUBMITTED("办理提交"),
    ACCEPTED("审核通过"),
    RETURNED("退回"),
    PASSED_ON("转办"),
    REOPENED("重新交办"),
    TAKEN_OVER("接续到新的专项行动"),
    MOVED("期限调整"),
    WAIT_MOVED("时限调整"),
    WAIVER_ASKED("申请免除"),
    WAIVER_REFUSED("不予免除"),
    WAIVER_LAPSED("免除申请失效"),
    WAIVED("免除"),
    REMINDED("临期提醒"),
    OVERDUE("逾期"),
    URGED("催办"),
    SUPERVISED("签发督办单"),
    ANSWERED("答复督办单"),
    UNANSWERED("逾期未答复督办单"),
    SUMMON_DECIDED("决定约谈"),
    SUMMON_UNDECIDED("约谈未决，报告主要领导"),
    SUMMONED("约谈"),
    CRITICISED("通报批评"),
    VETO_PROPOSED("提请一票否决"),
    VETO_CONCLUDED("一票否决案件办结"),
    TIME_GRANTED("再给时间"),
    REVIEWED("研究处理"),
    LEFT("离开督办阶梯");

    private final String word;

    ObligationAct(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
