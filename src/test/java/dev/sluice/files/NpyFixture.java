package dev.sluice.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code .npy} files as NumPy does, and, for the tests of refusals, as it does not. */
public final class NpyFixture {

    private String descriptor = "<i4";
    private String shape = "";
    private boolean fortran;
    private int version = 1;
    private byte[] data = {};

    private NpyFixture() {}

    public static NpyFixture int32(int... values) {
        ByteBuffer bytes = littleEndian(values.length * 4);
        for (int value : values) {
            bytes.putInt(value);
        }
        return of("<i4", values.length + ",", bytes);
    }

    public static NpyFixture int64(long... values) {
        ByteBuffer bytes = littleEndian(values.length * 8);
        for (long value : values) {
            bytes.putLong(value);
        }
        return of("<i8", values.length + ",", bytes);
    }

    public static NpyFixture float32(double[][] rows) {
        ByteBuffer bytes = littleEndian(rows.length * rows[0].length * 4);
        for (double[] row : rows) {
            for (double value : row) {
                bytes.putFloat((float) value);
            }
        }
        return of("<f4", rows.length + ", " + rows[0].length, bytes);
    }

    public static NpyFixture float64(double[][] rows) {
        ByteBuffer bytes = littleEndian(rows.length * rows[0].length * 8);
        for (double[] row : rows) {
            for (double value : row) {
                bytes.putDouble(value);
            }
        }
        return of("<f8", rows.length + ", " + rows[0].length, bytes);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static NpyFixture of(String descriptor, String shape, ByteBuffer bytes) {
        NpyFixture fixture = new NpyFixture();
        fixture.descriptor = descriptor;
        fixture.shape = shape;
        fixture.data = bytes.array();
        return fixture;
    }

    public NpyFixture descriptor(String text) {
        this.descriptor = text;
        return this;
    }

    public NpyFixture shape(String text) {
        this.shape = text;
        return this;
    }

    public NpyFixture fortran() {
        this.fortran = true;
        return this;
    }

    public NpyFixture version(int major) {
        this.version = major;
        return this;
    }

    public byte[] bytes() {
        String dictionary = "{'descr': '" + descriptor + "', 'fortran_order': " + (fortran ? "True" : "False")
                + ", 'shape': (" + shape + "), }";
        int lengthBytes = version == 1 ? 2 : 4;
        int unpadded = 8 + lengthBytes + dictionary.length() + 1;
        String header = dictionary + " ".repeat((64 - unpadded % 64) % 64) + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        for (int i = 0; i < lengthBytes; i++) {
            out.write(header.length() >> 8 * i);
        }
        out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(data);
        return out.toByteArray();
    }

    public Path write(Path folder, String name) throws IOException {
        return Files.write(folder.resolve(name), bytes());
    }
}
