package dev.tocsin.cli;

import dev.tocsin.roles.CannotStartException;
import dev.tocsin.roles.Exit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that somebody named, or standard input. */
final class InputFile {

  private InputFile() {}

  /** Its bytes. */
  static byte[] bytes(String file) throws CannotStartException {
    try {
      return file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new CannotStartException(
          Exit.DATA, "%s cannot be read (%s)".formatted(file, e.getClass().getSimpleName()), e);
    }
  }

  /** Its text, which must be UTF-8. */
  static String read(String file) throws CannotStartException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(file))).toString();
    } catch (CharacterCodingException e) {
      throw new CannotStartException(Exit.DATA, file + " is not UTF-8", e);
    }
  }
}
