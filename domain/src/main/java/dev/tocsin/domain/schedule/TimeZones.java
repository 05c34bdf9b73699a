package dev.tocsin.domain.schedule;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The time zones that a check may have: the IANA names, in their exact case. Retired names are
 * taken and rewritten, so that a stored name is always a current one.
 */
public final class TimeZones {

  /** Current name = retired names (Management API, retired time-zone names). */
  private static final String RETIRED =
      """
      Africa/Abidjan = Iceland
      Africa/Cairo = Egypt
      Africa/Nairobi = Africa/Asmera
      Africa/Tripoli = Libya
      America/Adak = US/Aleutian
      America/Anchorage = US/Alaska
      America/Argentina/Buenos_Aires = America/Buenos_Aires
      America/Argentina/Catamarca = America/Argentina/ComodRivadavia America/Catamarca
      America/Argentina/Cordoba = America/Cordoba America/Rosario
      America/Argentina/Jujuy = America/Jujuy
      America/Argentina/Mendoza = America/Mendoza
      America/Chicago = CST6CDT US/Central
      America/Denver = MST7MDT Navajo US/Mountain
      America/Detroit = US/Michigan
      America/Edmonton = Canada/Mountain
      America/Halifax = Canada/Atlantic
      America/Havana = Cuba
      America/Indiana/Indianapolis = America/Fort_Wayne America/Indianapolis US/East-Indiana
      America/Indiana/Knox = America/Knox_IN US/Indiana-Starke
      America/Jamaica = Jamaica
      America/Kentucky/Louisville = America/Louisville
      America/Los_Angeles = PST8PDT US/Pacific
      America/Manaus = Brazil/West
      America/Mazatlan = Mexico/BajaSur
      America/Mexico_City = Mexico/General
      America/New_York = EST5EDT US/Eastern
      America/Noronha = Brazil/DeNoronha
      America/Nuuk = America/Godthab
      America/Panama = EST
      America/Phoenix = MST US/Arizona
      America/Regina = Canada/Saskatchewan
      America/Rio_Branco = Brazil/Acre
      America/Santiago = Chile/Continental
      America/Sao_Paulo = Brazil/East
      America/St_Johns = Canada/Newfoundland
      America/Tijuana = Mexico/BajaNorte
      America/Toronto = Canada/Eastern
      America/Vancouver = Canada/Pacific
      America/Whitehorse = Canada/Yukon
      America/Winnipeg = Canada/Central
      Asia/Ashgabat = Asia/Ashkhabad
      Asia/Dhaka = Asia/Dacca
      Asia/Ho_Chi_Minh = Asia/Saigon
      Asia/Hong_Kong = Hongkong
      Asia/Jerusalem = Israel
      Asia/Kathmandu = Asia/Katmandu
      Asia/Kolkata = Asia/Calcutta
      Asia/Macau = Asia/Macao
      Asia/Makassar = Asia/Ujung_Pandang
      Asia/Seoul = ROK
      Asia/Shanghai = Asia/Chungking PRC
      Asia/Singapore = Singapore
      Asia/Taipei = ROC
      Asia/Tehran = Iran
      Asia/Thimphu = Asia/Thimbu
      Asia/Tokyo = Japan
      Asia/Ulaanbaatar = Asia/Choibalsan Asia/Ulan_Bator
      Asia/Yangon = Asia/Rangoon
      Atlantic/Faroe = Atlantic/Faeroe
      Australia/Adelaide = Australia/South
      Australia/Brisbane = Australia/Queensland
      Australia/Darwin = Australia/North
      Australia/Hobart = Australia/Tasmania
      Australia/Lord_Howe = Australia/LHI
      Australia/Melbourne = Australia/Victoria
      Australia/Perth = Australia/West
      Australia/Sydney = Australia/ACT Australia/NSW
      Etc/GMT = GMT+0 GMT-0 GMT0 Greenwich
      Etc/UTC = UCT Universal Zulu
      Europe/Athens = EET
      Europe/Brussels = CET MET
      Europe/Dublin = Eire
      Europe/Istanbul = Turkey
      Europe/Kyiv = Europe/Kiev Europe/Uzhgorod Europe/Zaporozhye
      Europe/Lisbon = Portugal WET
      Europe/London = GB GB-Eire
      Europe/Moscow = W-SU
      Europe/Warsaw = Poland
      Pacific/Auckland = Antarctica/South_Pole NZ
      Pacific/Chatham = NZ-CHAT
      Pacific/Easter = Chile/EasterIsland
      Pacific/Guadalcanal = Pacific/Ponape
      Pacific/Honolulu = HST US/Hawaii
      Pacific/Kanton = Pacific/Enderbury
      Pacific/Kwajalein = Kwajalein
      Pacific/Pago_Pago = US/Samoa
      Pacific/Port_Moresby = Pacific/Truk
      """;

  private static final Map<String, String> CURRENT = currentNames();
  private static final Set<String> KNOWN = ZoneId.getAvailableZoneIds();

  private TimeZones() {}

  /**
   * The name to store for a name that a person gave; empty if there is no such zone. Offsets such
   * as {@code +02:00}, which Java knows, are no zones here: they have no history.
   */
  public static Optional<String> canonical(String name) {
    String current = CURRENT.getOrDefault(name, name);
    // Java's own remnants of System V: fixed offsets under the names of zones.
    boolean offered = KNOWN.contains(current) && !current.startsWith("SystemV/");
    return offered ? Optional.of(current) : Optional.empty();
  }

  /**
   * The zone of a name that a person gave.
   *
   * @throws IllegalArgumentException if there is no such zone
   */
  public static ZoneId zone(String name) {
    return canonical(name)
        .map(ZoneId::of)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no time zone “%s”: use a name such as Europe/Riga.".formatted(name)));
  }

  /** The names to offer: all current ones, without the technical ones that few people look for. */
  public static List<String> offered() {
    return KNOWN.stream()
        .filter(name -> name.equals("UTC") || (name.indexOf('/') > 0 && isOffered(name)))
        .sorted()
        .toList();
  }

  private static boolean isOffered(String name) {
    return !CURRENT.containsKey(name) && !name.startsWith("SystemV/") && !name.startsWith("Etc/");
  }

  private static Map<String, String> currentNames() {
    Map<String, String> names = new HashMap<>();
    for (String line : RETIRED.lines().toList()) {
      int equals = line.indexOf(" = ");
      for (String retired : line.substring(equals + 3).split(" ", -1)) {
        names.put(retired, line.substring(0, equals));
      }
    }
    return Map.copyOf(names);
  }
}
