package org.dudao.platform;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What the commands, which run in place of the application, have in common. */
public final class CommandLine {

    private CommandLine() {}

    /** The value behind the equals sign; empty where the option is missing, a blank value where only its name is there. */
    public static Optional<String> option(String[] args, String name) {
        return Arrays.stream(args)
                .filter(arg -> arg.equals(name) || arg.startsWith(name + "="))
                .map(arg -> arg.equals(name) ? "" : arg.substring(name.length() + 1))
                .findFirst();
    }

    /** Standard output, in the console's own charset where that can show Chinese, else in UTF-8. */
    public static PrintStream output() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset());
    }

    private static Charset charset() {
        Console console = System.console();
        return console != null && console.charset().newEncoder().canEncode('督')
                ? console.charset()
                : StandardCharsets.UTF_8;
    }
}
