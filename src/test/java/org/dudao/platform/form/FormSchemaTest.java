package org.dudao.platform.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormSchemaTest {

    @Test
    void readsInputsOutOfGroupsAndLeavesOutWhatIsOnlyShown() {
        FormSchema schema = FormSchema.parse(form("{'type':'text','text':'说明'},"
                + "{'type':'group','components':[{'type':'group','components':["
                + "{'type':'textfield','key':'a','label':'甲'}]}]},"
                + "{'type':'textfield','key':'b','disabled':true},"
                + "{'type':'checkbox','key':'c'}"));

        assertThat(schema.id()).isEqualTo("f");
        assertThat(schema.keys()).containsExactly("a", "c");
    }

    @Test
    void fallsBackToTheKeyWhereALabelIsAnExpression() {
        FormSchema schema = FormSchema.parse(form("{'type':'textfield','key':'a','label':'=name'}"));

        assertThat(schema.fields().get(0).label()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'dynamiclist','key':'a'} | the component type 'dynamiclist'",
                "{'type':'filepicker','key':'a'} | the component type 'filepicker'",
                "{'type':'group','path':'p','components':[]} | a group with a path",
                "{'type':'textfield'} | an input without a key",
                "{'type':'textfield','key':'a.b'} | an input without a key or with a dot",
                "{'type':'textfield','key':'a'},{'type':'number','key':'a'} | a second input for a",
                "{'type':'select','key':'a'} | a choice without options",
                "{'type':'datetime','key':'a'} | a datetime without a known subtype",
                "{'type':'textfield','key':'a','validate':{'pattern':'('}} | a pattern",
                "{'type':'textfield','key':'a','validate':{'validationType':'iban'}} | the validation type 'iban'",
                "{'type':'number','key':'a','validate':{'min':'=b'}} | '=b' where a number is expected",
            })
    void refusesWhatItCouldNotCheck(String components, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FormSchema.parse(form(components)))
                .withMessageStartingWith("Form f, component ")
                .withMessageContaining(reason)
                .withMessageEndingWith(" is not supported");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{ | A form is not valid JSON", "{} | A form has no list of components", "[] | A form has no list"
            })
    void refusesWhatIsNoForm(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FormSchema.parse(json))
                .withMessageStartingWith(message);
    }

    private static String form(String components) {
        return ("{'id':'f','components':[" + components + "]}").replace('\'', '"');
    }
}
