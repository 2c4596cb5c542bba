package dev.sluice.stream;

import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.UnknownSchemaException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** A registry in memory that can be switched off. */
final class FakeRegistry implements Registry {

    private final List<Schema> schemas = new ArrayList<>();
    private boolean down;
    private int asked;

    void down(boolean isDown) {
        down = isDown;
    }

    /** How often anybody asked for a schema. */
    int asked() {
        return asked;
    }

    @Override
    public Schema schema(int id) throws RegistryUnavailableException, UnknownSchemaException {
        asked++;
        checkUp();
        if (id < 1 || id > schemas.size()) {
            throw new UnknownSchemaException("the registry does not know schema id " + id);
        }
        return schemas.get(id - 1);
    }

    @Override
    public int register(String subject, Schema schema) throws RegistryUnavailableException {
        checkUp();
        int known = schemas.indexOf(schema);
        if (known >= 0) {
            return known + 1;
        }
        schemas.add(schema);
        return schemas.size();
    }

    @Override
    public int id(String subject, Schema schema) throws RegistryUnavailableException, UnknownSchemaException {
        checkUp();
        int known = schemas.indexOf(schema);
        if (known < 0) {
            throw new UnknownSchemaException("subject " + subject + " does not hold this schema");
        }
        return known + 1;
    }

    private void checkUp() throws RegistryUnavailableException {
        if (down) {
            throw new RegistryUnavailableException("the registry is down", new java.io.IOException("refused"));
        }
    }
}
