-- What Pandoc does not do by itself. For Typst: pictures with their description, boxes, sources, languages
-- (functions in book.typ). For EPUB: roles that reading programs know.
local typst = FORMAT == "typst"

local function quoted(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

local function block(text) return pandoc.RawBlock("typst", text) end
local function inline(text) return pandoc.RawInline("typst", text) end

local function around(before, content, after)
  content:insert(1, before)
  content:insert(after)
  return content
end

local function spoken(element)
  local lang, dir = element.attributes.lang, element.attributes.dir
  return lang and "#spoken(" .. quoted(lang) .. ", " .. (dir or "ltr") .. ")["
end

function Para(para)
  local first = para.content[1]
  if typst and #para.content == 1 and first.t == "Image" then
    return block("#picture(" .. quoted(first.src) .. ", " .. quoted(pandoc.utils.stringify(first.caption)) .. ")")
  end
end

function Link(link)
  if not link.classes:includes("ref") then return end
  if typst then
    return around(inline("#source-mark(<" .. link.target:sub(2) .. ">)["), link.content, inline("]"))
  end
  link.attributes.role, link.attributes["epub:type"] = "doc-noteref", "noteref"
  return pandoc.Superscript { link }
end

function Span(span)
  local start = typst and spoken(span)
  if start then return around(inline(start), span.content, inline("]")) end
end

function Div(div)
  if div.classes:includes("source") and not typst then
    div.attributes.role, div.attributes["epub:type"] = "doc-footnote", "footnote"
    return div
  end
  if not typst then return end
  if div.classes:includes("box") then
    local start = spoken(div)
    return around(block((start or "") .. "#framed(" .. quoted(div.classes[2]) .. ")["), div.content, block("]" .. (start and "]" or "")))
  elseif div.classes:includes("notice") then
    local start = spoken(div)
    return around(block((start or "") .. "#notice["), div.content, block("]" .. (start and "]" or "")))
  elseif div.classes:includes("source") then
    return around(block("#source["), div.content, block("] <" .. div.identifier .. ">"))
  elseif spoken(div) then
    return around(block(spoken(div):gsub("^#spoken", "#foreign")), div.content, block("]"))
  end
  return div.content
end

function Superscript(sup)
  -- The number of a source is set by its link.
  if #sup.content == 1 and sup.content[1].t == "Link" then return sup.content end
end
