package dev.sluice.avro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class RegistryConfigTest {

    @Test
    void shouldWaitTwoSecondsUnlessToldOtherwise() {
        assertThat(RegistryConfig.forClient(Map.of()))
                .containsOnly(Map.entry("http.connect.timeout.ms", "2000"), Map.entry("http.read.timeout.ms", "2000"));
        assertThat(RegistryConfig.forClient(Map.of("schema.registry.http.read.timeout.ms", "9")))
                .containsEntry("http.read.timeout.ms", "9");
    }

    @Test
    void shouldHandTheBrokersTlsOnUnlessTheRegistryHasItsOwn() {
        Map<String, String> settings = RegistryConfig.forClient(Map.of(
                "ssl.truststore.location",
                "a",
                "ssl.keystore.location",
                "b",
                "schema.registry.ssl.keystore.location",
                "c"));

        assertThat(settings).containsEntry("ssl.truststore.location", "a").containsEntry("ssl.keystore.location", "c");
    }

    @Test
    void shouldNameTheSourceOfBasicAuthUnlessItIsNamed() {
        assertThat(RegistryConfig.forClient(Map.of("schema.registry.basic.auth.user.info", "u:p")))
                .containsEntry("basic.auth.user.info", "u:p")
                .containsEntry("basic.auth.credentials.source", "USER_INFO");
        assertThat(RegistryConfig.forClient(Map.of(
                        "schema.registry.basic.auth.user.info",
                        "u:p",
                        "schema.registry.basic.auth.credentials.source",
                        "URL")))
                .containsEntry("basic.auth.credentials.source", "URL");
    }

    @Test
    void shouldHideCredentialsInAddresses() {
        assertThat(RegistryConfig.withoutCredentials("http://u:p@a:1,https://v:q@b"))
                .isEqualTo("http://a:1,https://b");
    }

    @Test
    void shouldTakeOurMarksOutOfASchemaAndNothingElse() {
        Schema marked = RecordSchemas.of(Sample.class);

        String portable = RegistryConfig.portableText(marked);

        assertThat(portable)
                .doesNotContain("avro.java.string")
                .contains("\"doc\"")
                .contains("\"default\"");
        assertThat(new Schema.Parser().parse(portable).getField("sample_id").schema())
                .isEqualTo(Schema.create(Schema.Type.STRING));
    }
}
