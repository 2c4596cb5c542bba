package dev.sluice.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which components of a CycloneDX bill of materials may not be carried. A component that is offered under several licences may
 * be carried when one of them is on the list; one that names none, or by a name that nobody looked at, may not.
 */
final class Licences {

    private static final Set<String> ALLOWED =
            Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "EPL-1.0", "EPL-2.0");

    /** Components whose own files say another licence than their metadata lets tools find; looked at by a person. */
    private static final Map<String, String> LOOKED_AT = Map.of(
            "com.google.re2j:re2j", "BSD-3-Clause",
            "org.jline:jline-terminal", "BSD-3-Clause",
            "org.jline:jline-native", "BSD-3-Clause");

    private Licences() {}

    /** What is refused, with the licences that it names, by group and name. */
    static Map<String, List<String>> refused(JsonNode bom) {
        Map<String, List<String>> refused = new TreeMap<>();
        for (JsonNode component : bom.path("components")) {
            String name = component.path("group").asText() + ":"
                    + component.path("name").asText();
            List<String> named = named(component);
            String known = LOOKED_AT.get(name);
            boolean allowed = known == null ? named.stream().anyMatch(ALLOWED::contains) : ALLOWED.contains(known);
            if (!allowed) {
                refused.put(name, named);
            }
        }
        return refused;
    }

    private static List<String> named(JsonNode component) {
        List<String> named = new ArrayList<>();
        for (JsonNode choice : component.path("licenses")) {
            JsonNode licence = choice.path("license");
            named.add(licence.path("id")
                    .asText(licence.path("name")
                            .asText(choice.path("expression").asText())));
        }
        return named;
    }
}
