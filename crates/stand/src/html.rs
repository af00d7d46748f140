//! The plain pages of the stand: no script, no outside asset, readable by a screen reader.

/// A whole page.
pub(crate) fn page(title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"ru\"><head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
<style>{STYLE}</style></head><body><header class=\"mark\">Стенд: внешние системы изображает программа, всё выдумано.</header>\
<main><h1>{title}</h1>{body}</main></body></html>"
    )
}

/// Text made safe for HTML, attributes included.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

const STYLE: &str = "\
:root{color-scheme:light dark;--line:light-dark(#8a94a0,#6b7683);--soft:light-dark(#f2f4f7,#1d2329);\
--ink:light-dark(#16202a,#e8edf2);--paper:light-dark(#fff,#12171c);--act:light-dark(#0b5cad,#8ec3ff)}\
body{margin:0;font:1.0625rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}\
.mark{margin:0;padding:.5rem 1rem;background:light-dark(#7a3e00,#ffc98a);color:light-dark(#fff,#1a1005)}\
main{max-width:46rem;margin:0 auto;padding:1rem}h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.2rem;margin-top:2rem}\
ul.people{list-style:none;padding:0;display:grid;gap:.75rem}\
button{font:inherit;color:var(--act);background:var(--soft);border:1px solid var(--line);border-radius:.5rem;\
padding:.6rem .9rem;cursor:pointer;min-height:2.75rem}\
ul.people button{width:100%;text-align:left}ul.people strong{display:block;font-size:1.1rem}\
ul.people span{color:var(--ink)}button:hover{border-color:var(--act)}\
:focus-visible{outline:3px solid var(--act);outline-offset:2px}a{color:var(--act)}\
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .5rem;border-bottom:1px solid var(--line)}\
.scroll{overflow-x:auto}form.row{display:inline-block;margin:.15rem .3rem .15rem 0}\
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--soft);padding:1rem;border-radius:.5rem}\
dt{font-weight:600}dd{margin:0 0 .5rem}";
