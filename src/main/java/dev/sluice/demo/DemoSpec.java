package dev.sluice.demo;

import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import java.util.Map;

/** The pipeline of the demo: all defaults, but for its name and the names of its classes. */
public final class DemoSpec {

    private DemoSpec() {}

    /** @param sets values on top, by the path of their key */
    public static PipelineSpec of(Map<String, String> sets) {
        return PipelineLoader.parse("""
                name: demo
                classes: [%s]
                models:
                  - id: %s
                """.formatted(String.join(", ", DemoClasses.names()), DemoWriter.MODEL), sets);
    }
}
