package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check notices what it is for. */
class LicencesTest {

    private static java.util.Map<String, List<String>> refused(String licences) throws JsonProcessingException {
        return Licences.refused(new ObjectMapper()
                .readTree("{\"components\": [{\"group\": \"g\", \"name\": \"n\", \"licenses\": [" + licences + "]}]}"));
    }

    private static String id(String id) {
        return "{\"license\": {\"id\": \"" + id + "\"}}";
    }

    @ParameterizedTest
    @CsvSource({"GPL-3.0-only", "AGPL-3.0-or-later", "LGPL-2.1-only", "SSPL-1.0", "BUSL-1.1", "Confluent Community"})
    void shouldRefuseALicenceThatIsNotOnTheList(String licence) throws JsonProcessingException {
        assertThat(refused(id(licence))).containsEntry("g:n", List.of(licence));
        assertThat(refused("{\"license\": {\"name\": \"" + licence + "\"}}")).containsKey("g:n");
    }

    @Test
    void shouldRefuseAComponentThatNamesNone() throws JsonProcessingException {
        assertThat(refused("")).containsEntry("g:n", List.of());
    }

    @Test
    void shouldAllowWhatIsOfferedUnderOneOfTheList() throws JsonProcessingException {
        assertThat(refused(id("EPL-2.0") + "," + id("LGPL-2.1-only"))).isEmpty();
        assertThat(refused(id("Apache-2.0"))).isEmpty();
    }
}
