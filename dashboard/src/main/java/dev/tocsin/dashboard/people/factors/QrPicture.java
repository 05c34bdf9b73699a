package dev.tocsin.dashboard.people.factors;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code as a picture for a page.
 *
 * @param size width and height, in modules, with the quiet zone around it
 * @param path what is dark, as SVG path data
 */
public record QrPicture(int size, String path) {

  /** ISO 18004 asks for four modules of white around a code. */
  private static final int QUIET = 4;

  public static QrPicture of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append('M').append(x + QUIET).append(' ').append(y + QUIET).append("h1v1h-1z");
        }
      }
    }
    return new QrPicture(code.size + 2 * QUIET, path.toString());
  }
}
