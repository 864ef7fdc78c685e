package org.dudao.platform.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a second application out of a data directory. The operating system lets go of the lock when the process ends,
 * however it ends; what a lock file says is never believed.
 */
final class DataDirectoryLock implements AutoCloseable {

    private static final String FILE_NAME = "application.lock";

    // Far behind the text, so that Windows too lets others read which process holds the lock.
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    // Closing any channel of a file drops every lock that this process has on it: never open the file twice.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DataDirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * @param existing an existing directory
     * @throws DatabaseStartupException if a living application, this one or another, works in that directory
     * @throws IOException if the lock file cannot be written
     */
    static DataDirectoryLock acquire(Path existing) throws IOException {
        Path directory = existing.toRealPath();
        if (!HELD_HERE.add(directory)) {
            throw inUse(directory, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return new DataDirectoryLock(directory, lock(directory));
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(directory);
            throw e;
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        Path file = directory.resolve(FILE_NAME);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                throw inUse(directory, Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static DatabaseStartupException inUse(Path directory, String pid) {
        return new DatabaseStartupException(
                "数据目录 " + directory + " 正被另一个运行中的督导程序使用（进程号 " + pid + "），本次启动已停止，数据没有改动。",
                "督导已经在运行，请直接在浏览器中打开它。要重新启动，请先关闭原来的程序（进程号 " + pid + "）再启动；要同时运行两套，请用环境变量 DUDAO_DATA_DIR 给第二套指定另一个目录。",
                null);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot release " + directory, e);
        } finally {
            HELD_HERE.remove(directory);
        }
    }
}
