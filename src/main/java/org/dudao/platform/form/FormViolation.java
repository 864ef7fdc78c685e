package org.dudao.platform.form;

import java.util.List;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;

/**
 * What was submitted is not what the form demands. The message is Chinese, names each field by its label and says what
 * to do; the engine's REST layer answers it with status 400.
 */
public class FormViolation extends FormFieldValidationException {

    private static final int SHOWN = 5;

    private final List<String> problems;

    /** @param problems one sentence in Chinese per problem, without the full stop; at least one */
    public FormViolation(List<String> problems) {
        super("form", sentence(problems));
        this.problems = List.copyOf(problems);
    }

    /** @return one sentence in Chinese per problem, in the order of the form */
    public List<String> problems() {
        return problems;
    }

    private static String sentence(List<String> problems) {
        String shown = String.join("；", problems.subList(0, Math.min(SHOWN, problems.size())));
        return problems.size() > SHOWN ? shown + "；另有" + (problems.size() - SHOWN) + "处要改。" : shown + "。";
    }
}
