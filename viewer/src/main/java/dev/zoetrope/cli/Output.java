package dev.zoetrope.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;

/** Standard output that notices write errors, which Java's own ignores. */
final class Output {

  /** The exit code that shells use for a program ended by a closed pipe. */
  static final int PIPE_CLOSED = 141;

  private final PrintWriter writer =
      new PrintWriter(new OutputStreamWriter(new Watched(), charset()), true);

  private IOException failure;

  PrintWriter writer() {
    return writer;
  }

  private static Charset charset() {
    String ofJdk17 =
        System.getProperty("sun.stdout.encoding", System.getProperty("native.encoding"));
    return Charset.forName(System.getProperty("stdout.encoding", ofJdk17));
  }

  /** Returns the exit code, and reports a write error. */
  int end(int code, PrintWriter err) {
    writer.flush();
    if (failure == null) {
      return code;
    }
    if (String.valueOf(failure.getMessage()).contains("Broken pipe")) {
      return PIPE_CLOSED; // silently, like other programs: "| head" has read enough
    }
    err.println("zoetrope: the output could not be written: " + failure.getMessage());
    return code == CommandLine.ExitCode.OK ? CommandLine.ExitCode.SOFTWARE : code;
  }

  private final class Watched extends OutputStream {
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
