#!/bin/bash
# Feeds every parser with inputs that libFuzzer makes from real ones: MINUTES each (10), or only PARSER; JOBS at a time
# (2). What it learns stays in .anlan/fuzz for the next run; what breaks a parser is left there under findings/ and
# the run fails. `PARSER=csv .build/fuzzing/release/Fuzzing <file>` replays it.
set -uo pipefail
cd "$(dirname "$0")/.."
program=.build/fuzzing/release/Fuzzing
folder=.anlan/fuzz
mkdir -p "$folder/findings"

# The first inputs: what the project has of each format.
seed() {
    local corpus=$folder/$1
    mkdir -p "$corpus"
    case $1 in
        rules) cp Rules/*.yaml "$corpus" ;;
        conditions) grep -hoE '^ *- \[.*\]' Rules/*.yaml | grep -oE '"[^"]+"|[<>]=? *[0-9.]+|[[(][0-9]+\.\.[0-9]+[])]|-' |
            sort -u | split -l 1 - "$corpus/condition-"; printf 'not("fire", "gas")' >"$corpus/not"
            printf '[date("2026-01-01")..date("2026-12-31"))' >"$corpus/days" ;;
        workbook) cp Tests/Platform/SpreadsheetsTests/Fixtures/*.xlsx "$corpus" ;;
        sheet) for book in Tests/Platform/SpreadsheetsTests/Fixtures/*.xlsx; do
            { python3 -m zipfile -e "$book" "$corpus/unpacked" && cat "$corpus"/unpacked/xl/worksheets/sheet1.xml
            printf '\0'; cat "$corpus"/unpacked/xl/sharedStrings.xml 2>/dev/null; printf '\0'
            cat "$corpus"/unpacked/xl/styles.xml; } >"$corpus/$(basename "$book").parts"; rm -r "$corpus/unpacked"; done ;;
        csv) cp Resources/organisations/state.csv "$corpus"; printf '企业名称,地址,人数\n"甲""厂","a\nb",3\n' >"$corpus/quoted"
            printf '企业名称\t地址\n甲\t乙\n' | iconv -t GB18030 >"$corpus/gb18030"
            printf '企业名称;地址\n甲;乙\n' | iconv -t UTF-16 >"$corpus/utf16" ;;
        document) cp Tests/Platform/OfficialDocumentsTests/Gold/*.txt "$corpus"
            iconv -t GB18030 Tests/Platform/OfficialDocumentsTests/Gold/00.txt >"$corpus/gb18030" ;;
        word) printf '%s' '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:pPr>' \
            '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>关于</w:t></w:r></w:p><w:tbl><w:tr>' \
            '<w:tc><w:p><w:r><w:t>甲</w:t><w:tab/></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>' >"$corpus/body"
            { cat "$corpus/body"; printf '\0%s' '<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start ' \
            'w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1">' \
            '<w:abstractNumId w:val="0"/></w:num></w:numbering>'; } | tr -d '\0' >"$corpus/numbered" ;;
        pages) for text in Tests/Platform/OfficialDocumentsTests/Gold/*.txt; do
            fold -s -w 84 "$text" >"$corpus/$(basename "$text")"; done
            printf '    安全生产\n规定\n  — 1 —\n\n    第二条 a\nb\n' >"$corpus/two" ;;
        pdf) printf '%s\n' 1.4 '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj' '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj' \
            '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj' \
            '4 0 obj<</Length 62>>stream' 'BT /F 12 Tf 20 200 Td (a text of more than twenty letters) Tj ET' 'endstream endobj' \
            '5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj' 'trailer<</Root 1 0 R>>' '%%EOF' >"$corpus/one" ;;
        body) printf '{"title":"甲","parts":["a","b"],"day":3,"yes":true,"none":null}' >"$corpus/flat"
            printf '[["grade","general",null],["\\u7532\\n",""]]' >"$corpus/rows" ;;
        form) printf '%s\r\n' --b 'Content-Disposition: form-data; name="a"' '' 1 --b \
            'Content-Disposition: form-data; name="f"; filename="a.txt"' 'Content-Type: text/plain' '' x --b-- >"$corpus/two" ;;
        log) printf 'example.gov.cn/log\n3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— example.gov.cn/log AAAAAAAA\n' \
            >"$corpus/note"; printf 'tile/0/x001/067.p/8' >"$corpus/tile"; printf 'tile/entries/067' >"$corpus/entries"
            printf '{"format":"anlan-proof/1","checkpoint":"","entries":[]}' >"$corpus/proof" ;;
        tiles) for sizes in '\0\0\0\3\0\0\0\7' '\0\0\0\0\0\0\1\0' '\0\0\1\0\0\1\21\160'; do
            { printf "$sizes"; head -c 320 /dev/zero | tr '\0' "${#sizes}"; } >"$corpus/$(printf "$sizes" | md5sum | cut -c1-8)"; done ;;
    esac
}

fuzz() {
    local parser=$1 log=$folder/$1.log
    seed "$parser"
    # 10 s for one input are a hang, even on a busy machine.
    SWIFT_BACKTRACE=enable=no PARSER=$parser nice -n 15 "$program" "$folder/$parser" -max_total_time=$((${MINUTES:-10} * 60)) -timeout=10 \
        -rss_limit_mb=2048 -malloc_limit_mb=512 -max_len=65536 -dict=Tests/Fuzzing/dictionary.txt \
        -artifact_prefix="$folder/findings/$parser-" -print_final_stats=1 >"$log" 2>&1
    local status=$?
    echo "$parser: $(grep -oE 'number_of_executed_units: *[0-9]+' "$log" | grep -oE '[0-9]+') inputs," \
        "$(grep -oE 'cov: [0-9]+' "$log" | tail -1), peak $(grep -oE 'peak_rss_mb: *[0-9]+' "$log" | grep -oE '[0-9]+') MB" \
        "$([ $status = 0 ] && echo "nothing found" || echo "FOUND: $(grep -oE 'Test unit written to .*' "$log" | tail -1)")"
    return $status
}

status=0
for parser in ${PARSER:-rules conditions workbook sheet csv document word pages pdf body form log tiles}; do
    while [ "$(jobs -rp | wc -l)" -ge "${JOBS:-2}" ]; do wait -n || status=1; done
    fuzz "$parser" &
done
while [ "$(jobs -rp | wc -l)" -gt 0 ]; do wait -n || status=1; done
exit $status
