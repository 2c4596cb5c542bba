package dev.sluice.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://me:hunter2@registry:8081/subjects",
                "http://a:1,https://v:hunter2@b,http://c",
                "https://me:hun/ter2@hunter2@registry",
                "https://me:open hunter2@registry:8081",
                "https://me:hunter2 sesame@registry:8081",
                "Illegal character in authority at index 7: http://me:open hunter2@registry:8081/subjects",
                "http://a:1,https://v:open hunter2@b,http://c",
                "https://me:open%20hunter2@registry:8081",
                "Server returned HTTP response code: 401 for URL: http://me:hunter2@127.0.0.1:1/x",
                "sasl.jaas.config=org.x.ScramLoginModule required username=\"me\" password=\"hunter2\";",
                "X required username='me' password='hunter2';",
                "ssl.key.password = hunter2",
                "{ssl.keystore.password=hunter2, a=b}",
                "\"basic.auth.user.info\": \"me:hunter2\"",
                "schema.registry.bearer.auth.token: hunter2",
                "ssl.keystore.key=-----BEGIN PRIVATE KEY----- hunter2 -----END PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nhunter2\nhunter2",
            })
    void shouldHideASecretWhereverItStands(String text) {
        assertThat(Redaction.of(text)).doesNotContain("hunter2").contains(Redaction.HIDDEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "check schema.registry.basic.auth.user.info",
                "no answer from http://127.0.0.1:8081: check that it runs, or mail me@home",
                "no answer from http://registry: mail me@home",
                "no answer from http://[::1]:8081, http://registry:8081/subjects or http://b:1; mail me@home",
                "name its authority with ssl.truststore.location and ssl.truststore.password in --config",
                "rows.jsonl line 3: label 'dgo' is not a class, did you mean dog?",
                "sluice.cause=TRUNCATED, topic=q.samples",
            })
    void shouldLeaveEverythingElseAlone(String text) {
        assertThat(Redaction.of(text)).isEqualTo(text);
    }

    @Test
    void shouldTakeNothingForNothing() {
        assertThat(Redaction.of(null)).isNull();
    }
}
