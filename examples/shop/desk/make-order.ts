/** An order as the saga takes it. */
export interface OrderInput {
  readonly orderId: string;
  readonly customerId: string;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  /** Money is text: exact, however large. */
  readonly total: string;
  readonly payment: { readonly card: string; readonly holder: string };
  readonly address: string;
}

/** A list to draw from: never empty. */
type Choices<T> = readonly [T, ...T[]];

const CUSTOMERS: Choices<readonly [name: string, address: string]> = [
  ["Zoë Müller", "Königstraße 7, Köln"],
  ["Łukasz Żółć", "ul. Świętokrzyska 3, Łódź"],
  ["山田 太郎", "東京都渋谷区1-2-3"],
  ["Ægir Þórsson", "Laugavegur 12, Reykjavík"],
  ["Nguyễn Thị Hạnh", "12 Phố Huế, Hà Nội"],
  ["Дарья Ёлкина", "Невский проспект 28, Санкт-Петербург"],
  ["نورة القحطاني", "شارع العليا، الرياض"],
  ["María-José O’Connor", "Calle Ñandú 5, Málaga"],
  ["दीपिका शर्मा", "एम.जी. रोड, पुणे"],
  ["Ἑλένη Παππᾶ", "Πλάκα 9, Αθήνα"],
  ["김 하늘", "서울특별시 종로구 1"],
  ["Ada 👩🏽‍🔬 Lovelace", "St James’s Square 12, London"],
];

const SKUS: Choices<string> = ["teapot", "cup", "matcha", "sencha", "honey", "spoon", "kettle", "scale", "towel"];

/** Beyond 2^53: a double would change the cents. */
const LARGE_TOTALS: Choices<string> = ["123456789012345678.99", "9007199254740993.01", "99999999999999999999.10", "18014398509481985"];

/** An order drawn from `random` (0 to 1). The same draws give the same order. */
export function makeOrder(orderId: string, random: () => number): OrderInput {
  const [name, address] = pick(CUSTOMERS, random);
  const items = Array.from({ length: 1 + below(3, random) }, () => ({ sku: pick(SKUS, random), quantity: 1 + below(4, random) }));
  const total = random() < 0.06 ? pick(LARGE_TOTALS, random) : `${1 + below(2_500, random)}.${String(below(100, random)).padStart(2, "0")}`;

  return { orderId, customerId: name, items: mergeLines(items), total, payment: { card: cardNumber(random), holder: name }, address };
}

/** One line per article. */
function mergeLines(items: OrderInput["items"]): OrderInput["items"] {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of items) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}

function cardNumber(random: () => number): string {
  return `4000 0000 0000 ${String(below(10_000, random)).padStart(4, "0")}`;
}

function below(limit: number, random: () => number): number {
  return Math.floor(random() * limit);
}

function pick<T>(list: Choices<T>, random: () => number): T {
  return list[below(list.length, random)] ?? list[0];
}
