package dev.sluice.avro;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** A registry in memory for tests: ids from 1 in the order of registration. Can be told to be away. */
public final class MemoryRegistry implements Registry {

    private final List<Schema> schemas = new ArrayList<>();
    private boolean away;
    private int questions;

    /** From now on every question is an outage, or no longer. */
    public synchronized void away(boolean yes) {
        away = yes;
    }

    /** How often it was asked anything. */
    public synchronized int questions() {
        return questions;
    }

    @Override
    public synchronized Schema schema(int id) throws RegistryUnavailableException, UnknownSchemaException {
        ask();
        if (id < 1 || id > schemas.size()) {
            throw new UnknownSchemaException("schema registry memory does not know schema id " + id);
        }
        return schemas.get(id - 1);
    }

    @Override
    public synchronized int register(String subject, Schema schema) throws RegistryUnavailableException {
        ask();
        Schema portable = new Schema.Parser().parse(RegistryConfig.portableText(schema));
        int known = schemas.indexOf(portable);
        if (known >= 0) {
            return known + 1;
        }
        schemas.add(portable);
        return schemas.size();
    }

    @Override
    public int id(String subject, Schema schema) throws RegistryUnavailableException {
        return register(subject, schema);
    }

    /** Takes a schema as it is, as a registry does that checks nothing. */
    public synchronized int hostile(String text) {
        schemas.add(new Schema.Parser().parse(text));
        return schemas.size();
    }

    private void ask() throws RegistryUnavailableException {
        questions++;
        if (away) {
            throw new RegistryUnavailableException("schema registry memory is away", null);
        }
    }
}
