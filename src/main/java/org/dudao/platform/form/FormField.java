package org.dudao.platform.form;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One input of a form.
 *
 * @param key the variable it writes
 * @param label what the person sees beside it; the key where the form names none
 * @param hideConditions FEEL expressions without the leading "=", its own and those of the groups around it; it is
 *     hidden as soon as one of them is true
 * @param locked it is disabled or read-only whatever is filled in: shown, never accepted
 * @param lockCondition FEEL expression without the leading "=" that makes it read-only; null when there is none
 */
record FormField(
        String key,
        Kind kind,
        String label,
        List<String> hideConditions,
        boolean locked,
        String lockCondition,
        Rules rules,
        Options options,
        Details details) {

    /** The inputs of form-js that work in Tasklist 7.24 and are known here. */
    enum Kind {
        TEXTFIELD,
        TEXTAREA,
        NUMBER,
        SELECT,
        RADIO,
        CHECKBOX,
        CHECKLIST,
        TAGLIST,
        DATETIME;

        boolean isText() {
            return this == TEXTFIELD || this == TEXTAREA;
        }

        boolean isChoice() {
            return this == SELECT || this == RADIO;
        }

        boolean isList() {
            return this == CHECKLIST || this == TAGLIST;
        }
    }

    /** The format of a {@code datetime} input. */
    enum Subtype {
        DATE,
        TIME,
        DATETIME
    }

    /** The {@code validate} block; a null means that the form sets no such rule. */
    record Rules(
            boolean required,
            Integer minLength,
            Integer maxLength,
            Pattern pattern,
            BigDecimal min,
            BigDecimal max,
            String validationType) {}

    /**
     * Where the options of a choice come from: exactly one of the three is not null, or all are null for an input
     * that is no choice.
     *
     * @param values options written in the form: a JSON array of strings or of objects with label and value
     * @param valuesKey name of the variable that holds such an array
     * @param valuesExpression FEEL expression, without the leading "=", that yields such an array
     */
    record Options(JsonNode values, String valuesKey, String valuesExpression) {}

    /**
     * What only one kind of input has.
     *
     * @param decimalDigits most digits after the point of a number; null for any
     * @param increment step of a number; null for none
     * @param numberAsText a number that is handed over as text
     * @param subtype of a datetime; null for other kinds
     * @param noPast a datetime must not lie before today
     */
    record Details(
            Integer decimalDigits, BigDecimal increment, boolean numberAsText, Subtype subtype, boolean noPast) {}
}
