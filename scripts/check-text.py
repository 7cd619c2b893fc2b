#!/usr/bin/env python3
"""Finds text that is taken apart by `Character` where bytes or scalars are meant.

Swift's own operations on texts work by `Character` and by canonical equivalence: a quote with a mark
behind it is no quote, CR LF is one sign, a Kelvin sign equals a K. Sources therefore use what
Sources/Texts/ByteText.swift has, or `.utf8` and `.unicodeScalars`. What is right all the same says
why, behind the line or on a line of its own before it:

    let isOn = words.contains("on")  // text: a list of words

An allowance that covers nothing is a problem, too. `--self-test` tries the check on samples.
"""
import pathlib
import re
import sys

ALLOWANCE = re.compile(r"//\s*text:\s*\S")
# The one place that may: it is what the others use.
EXEMPT = "Sources/Texts/ByteText.swift"
# Views that are made of bytes or scalars, and what variables of them are called.
VIEWS = ("utf8", "unicodeScalars", "utf16", "bytes", "scalars", "signs")

ONE = r'"(?:[^"\\]|\\u\{[0-9A-Fa-f]+\}|\\.)"'
ANY = r'"[^"]*"'
# Names that texts have in this code, unless the file says that they are bytes or a list.
TEXTS = ("text|name|word|message|title|label|description|host|string|character|ending|prefix|"
         "suffix|argument|scheme|address|id|shortID|keyID")
LIST = r"\b%s: (?:inout |borrowing )?(?:(?:\w+\.)?Bytes\b|some \w+<UInt8>|\[|ArraySlice<|Set<|UnsafeRawBuffer)"

RULES = [
    ("compares by canonical equivalence: begins(with:), ends(with:), rest(after:), rest(before:)",
     re.compile(r"\bhas(?:Prefix|Suffix)\b")),
    ("works by Character: holds(text:), halves(at:), parts(at:), replacing(text:by:)",
     re.compile(r"\.(?:firstRange|ranges|range|trimmingPrefix|trimmingCharacters|components|"
                r"replacingOccurrences|enumerateLines|localized\w+)\(")),
    ("works by Character: replacing(text:by:)", re.compile(r"\.replacing\((?!text:)")),
    ("works by Character: parts(at:), halves(at:), or split a view",
     re.compile(r"\.split\((?!\s*separator:\s*UInt8\()")),
    ("is a property of Character: ask a scalar (isASCIILetter, properties.isWhitespace, …)",
     re.compile(r"(?<!properties)(?:\.|\\\.)is(?:Newline|Whitespace|Letter|Number|WholeNumber|HexDigit"
                r"|Lowercase|Uppercase|Punctuation|Symbol|Cased)\b")),
    ("may be asked of a Character, of which CR LF is one: ask a scalar",
     re.compile(r"(?<!scalar)(?:\.|\\\.)isASCII\b")),
    ("is a Character: use Unicode.Scalar or UInt8", re.compile(r"\bCharacter\b")),
    ("compares a Character: ask begins(with:), ends(with:), or a view",
     re.compile(r"\.(?:first|last)\s*[!=]=\s*" + ONE)),
    ("looks for a Character: holds(_:), halves(at:), or a view",
     re.compile(r"\.(?:contains|firstIndex|lastIndex|index)\((?:of:)?\s*" + ANY)),
    ("looks at each Character: use a view, or consists { }",
     re.compile(r"\.(?:contains|firstIndex|lastIndex|drop|prefix|filter|allSatisfy|split|first|last)"
                r"\s*\(?(?:where:|while:|whereSeparator:)?\s*\{[^{}\n]*\$0 [!=]= " + ONE)),
    ("looks for a Character in a literal: \"…\".holds(scalar), or a view",
     re.compile(ANY + r"\.contains\b")),
    ("counts or cuts by Character: use .utf8 or .unicodeScalars",
     re.compile(r"\b(" + TEXTS + r")\.(?:count|prefix|suffix|dropFirst|dropLast|removeFirst|"
                r"removeLast|popFirst|popLast|reversed)\b")),
]


def scan(source):
    """Code without comments, and literals kept only as their text; the lines of allowances."""
    out, comments, i, line = [], {}, 0, 1
    # Each entry is the delimiter of a literal that an interpolation has interrupted.
    stack, depth = [], []

    def literal(start, quote, hashes):
        """Copies a literal up to its end or an interpolation; returns the position after it."""
        nonlocal line
        j = start
        escape, end = "\\" + "#" * hashes, quote + "#" * hashes
        while j < len(source) and not source.startswith((end, escape + "("), j):
            j += 2 if source[j] == "\\" and not hashes else 1
        content = source[start:j]
        line += content.count("\n")
        # Of a longer one only that it is longer is of interest.
        is_one = re.fullmatch(r"[^\\\n]|\\u\{[0-9A-Fa-f]+\}|\\.", content)
        out.append(content if is_one else "nn" * bool(content) + "\n" * content.count("\n"))
        if source.startswith(end, j):
            out.append('"')
            return j + len(end)
        out.append('" ( ')
        stack.append((quote, hashes))
        depth.append(1)
        return j + len(escape) + 1

    while i < len(source):
        char = source[i]
        if source.startswith("//", i):
            end = source.find("\n", i)
            end = len(source) if end < 0 else end
            comments[line] = source[i:end]
            i = end
        elif source.startswith("/*", i):
            end = source.find("*/", i) + 2
            line += source.count("\n", i, end)
            out.append("\n" * source.count("\n", i, end))
            i = end
        elif char == "#" and re.match(r'#+"', source[i:]):
            hashes = len(re.match(r"#+", source[i:]).group(0))
            quote = '"""' if source.startswith('"""', i + hashes) else '"'
            out.append('"')
            i = literal(i + hashes + len(quote), quote, hashes)
        elif char == '"':
            quote = '"""' if source.startswith('"""', i) else '"'
            out.append('"')
            i = literal(i + len(quote), quote, 0)
        else:
            if depth:
                depth[-1] += (char == "(") - (char == ")")
                if depth[-1] == 0:
                    depth.pop()
                    out.append(' ) "')
                    i = literal(i + 1, *stack.pop())
                    continue
            line += char == "\n"
            out.append(char)
            i += 1
    return "".join(out), comments


def is_of_view(code, start):
    """Whether what stands before a match is a view of bytes or scalars."""
    before = code[:start].rstrip()
    # `text.utf8.split`, and `text.utf8` on the line before; `bytes[..<end].split`.
    while before.endswith("]"):
        level, k = 0, len(before) - 1
        while k >= 0:
            level += (before[k] == "]") - (before[k] == "[")
            if level == 0:
                break
            k -= 1
        before = before[:max(k, 0)].rstrip()
    before = before.rstrip("?!")
    # A function of a type of ours, such as `MarkerFields.split(bytes, at: " ")`.
    if re.search(r"(?:^|[^.\w])[A-Z]\w*$", before):
        return True
    return bool(re.search(r"\b(?:" + "|".join(VIEWS) + r")$", before))


def check(source, name):
    """All problems of one file, as texts."""
    code, comments = scan(source)
    allowed = {}
    for number, comment in comments.items():
        if ALLOWANCE.match(comment):
            alone = source.splitlines()[number - 1].lstrip().startswith("//")
            allowed[number + 1 if alone else number] = number
    problems, used = [], set()
    for rule, pattern in RULES:
        for match in pattern.finditer(code):
            if is_of_view(code, match.start()):
                continue
            if match.groups() and re.search(LIST % match.group(1), code):
                continue
            number = code.count("\n", 0, match.start()) + 1
            if number in allowed:
                used.add(number)
                continue
            problems.append((number, f"{name}:{number}: '{match.group(0).strip()}' {rule}"))
    problems += [(number, f"{name}:{number}: the allowance covers nothing")
                 for place, number in allowed.items() if place not in used]
    return [text for _, text in sorted(set(problems))]


BAD = [
    'let a = text.hasPrefix("x")',
    'let a = names.first(where: name.hasSuffix)',
    'for part in text.split(separator: ",") {}',
    'for part in text\n  .split(separator: ",") {}',
    'let a = text.split(whereSeparator: \\.isNewline)',
    'let a = text.replacing("a", with: "b")',
    'let a = text.allSatisfy { $0.isASCII && $0.isLetter }',
    'let a = text.first == "["',
    'let a = text.contains("=")',
    'let a = text.firstIndex(of: ":")',
    'let a = "_.-".contains($0)',
    'let a: Set<Character> = []',
    'let a = text.filter { $0 != "-" }',
    'let a = text.firstIndex { $0 == "/" || $0 == "?" }',
    'let a = text.count',
    'let a = id.dropFirst(5)',
    'let a = text.firstRange(of: "://")',
    'let a = "\\(text.hasPrefix("x") ? "y" : "z")"',
    'let a = #"\\#(text.hasPrefix("x"))"#',
    'let a = 1  // text: covers nothing',
]
GOOD = [
    'let a = text.begins(with: "x")',
    'let a = text.utf8.split(separator: UInt8(ascii: ","))',
    'let a = text.unicodeScalars.contains("x")',
    'let a = bytes[..<end].split(separator: UInt8(ascii: " "))',
    'let a = text.utf8\n  .split(separator: comma)',
    'let a = scalar.isASCII && scalar.properties.isWhitespace',
    'let a = text.utf8.count',
    'let a = words.contains("on")  // text: a list of words',
    '// text: a list of words\nlet a = words.contains("on")',
    'let a = "hasPrefix and .split(separator: ) stand in a literal"',
    'let a = """\n  text.hasPrefix("x")\n  """',
    '// text.hasPrefix("x") stands in a comment',
    'let a = text.replacing(text: "a", by: "b")',
    'let a = text.unicodeScalars.drop { $0 == "-" }',
    'func f(_ text: [UInt8]) -> Int { text.count }',
    'let a = MarkerFields.split(bytes, at: " ").filter(Self.isLetter)',
]


def self_test():
    wrong = [sample for sample in BAD if not check(sample, "sample")]
    wrong += [sample for sample in GOOD if check(sample, "sample")]
    for sample in wrong:
        print(f"check-text: the self-test fails for: {sample}", file=sys.stderr)
    print(f"check-text: self-test, {len(BAD) + len(GOOD)} samples, {len(wrong)} problems")
    return 1 if wrong else 0


def main():
    if self_test():
        return 1
    if sys.argv[1:] == ["--self-test"]:
        return 0
    problems, count = [], 0
    for path in sorted(pathlib.Path("Sources").rglob("*.swift")):
        if str(path) == EXEMPT or path.name.startswith("EmbeddedSchemas"):
            continue
        count += 1
        problems += check(path.read_text(encoding="utf-8"), path)
    if count < 300:
        problems.append(f"only {count} files seen: the check does not see the sources")
    for problem in problems:
        print(f"check-text: {problem}", file=sys.stderr)
    print(f"check-text: {count} source files, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
