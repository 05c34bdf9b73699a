package dev.tocsin.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/**
 * A command, run in this process.
 *
 * @param stdout what went past picocli's writer
 */
record Run(int code, String out, String err, String stdout) {

  static Run of(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var bytes = new ByteArrayOutputStream();
    PrintStream usual = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      int code =
          Tocsin.commandLine()
              .setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(err, true))
              .execute(arguments);
      return new Run(code, out.toString(), err.toString(), bytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(usual);
    }
  }
}
