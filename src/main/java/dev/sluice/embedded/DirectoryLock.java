package dev.sluice.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Says whose a broker's directory is, before a second broker starts in it. Kafka has a lock of its own, but a broker that
 * meets it has begun to start, and its failure can end the JVM that it shares with the first.
 */
final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException when another broker, here or in another process, has it */
    static DirectoryLock of(Path directory) throws IOException {
        Path file = directory.resolveSibling(directory.getFileName() + ".lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!taken(channel)) {
            channel.close();
            throw new IOException(
                    "the embedded broker does not start on " + directory + ": is another one using the directory?");
        }
        return new DirectoryLock(channel);
    }

    private static boolean taken(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException here) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // The lock goes with the process at the latest.
            return;
        }
    }
}
