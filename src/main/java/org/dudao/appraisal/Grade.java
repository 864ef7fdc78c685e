package org.dudao.appraisal;

/** The grade of a unit (W3), with the word people read. */
public enum Grade {
    EXCELLENT("优秀"),
    GOOD("良好"),
    PASS("合格"),
    FAIL("不合格");

    private final String word;

    Grade(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** @param grade null where no indicator counts */
    static String word(Grade grade) {
        return grade == null ? "不定等次" : grade.word();
    }
}
