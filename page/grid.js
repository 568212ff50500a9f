// A table whose columns can be sorted and whose figures can be picked, by mouse and by keyboard.
// What comes from reports is set as text, never as HTML.

export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".jz-grid");
  const held = (box.held ??= { column: -1, down: true });
  const focused = box.contains(document.activeElement) ? document.activeElement.dataset.name : null;
  const place = [box.scrollLeft, box.scrollTop];

  const sorted = () => {
    if (held.column < 0 || held.column >= data.columns.length) return data.rows;
    const way = held.down ? -1 : 1;
    const compare = (one, other) => {
      const [a, b] = [one[held.column], other[held.column]];
      if (!data.columns[held.column].number) return way * a.text.localeCompare(b.text, "zh");
      if (a.order === null || b.order === null) return (a.order === null) - (b.order === null);
      return way * (a.order - b.order);
    };
    return [...data.rows].sort(compare);
  };

  const sort = (column) => {
    held.down = held.column === column ? !held.down : data.columns[column].number;
    held.column = column;
    draw(`sort-${column}`);
  };

  const make = (tag, text, kind) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };

  const button = (name, text) => {
    const element = make("button", text);
    element.type = "button";
    element.dataset.name = name;
    return element;
  };

  const header = (column, index) => {
    const cell = make("th", "", column.number ? "jz-number" : "");
    cell.scope = "col";
    const way = held.column === index ? (held.down ? "descending" : "ascending") : "none";
    cell.setAttribute("aria-sort", way);
    cell.append(button(`sort-${index}`, column.name));
    cell.firstChild.title = "点一下按这一列排序";
    return cell;
  };

  const entry = (item, index) => {
    const cell = make(index ? "td" : "th", "", data.columns[index].number ? "jz-number" : "");
    if (!index) cell.scope = "row";
    if (item.kind) cell.classList.add(`jz-is-${item.kind}`);
    if (item.spot) {
      const pick = button(item.spot, item.text);
      pick.title = "看出处";
      cell.append(pick);
    } else {
      cell.append(make("span", item.text));
    }
    return cell;
  };

  // A button that is exchanged between press and release takes no click: what stays the same is left in its place.
  const shown = JSON.stringify([data.label, data.columns, data.rows]);
  const mark = () => {
    for (const pick of box.querySelectorAll("td button, th[scope=row] button"))
      pick.setAttribute("aria-pressed", String(pick.dataset.name === data.picked));
  };

  const draw = (focus) => {
    const table = make("table");
    const head = table.createTHead().insertRow();
    head.append(...data.columns.map(header));
    const body = table.createTBody();
    for (const row of sorted()) body.insertRow().append(...row.map(entry));
    box.setAttribute("aria-label", data.label);
    box.replaceChildren(table);
    mark();
    [box.scrollLeft, box.scrollTop] = place;
    if (focus) [...box.querySelectorAll("button")].find((b) => b.dataset.name === focus)?.focus({ preventScroll: true });
  };

  box.onclick = ({ target }) => {
    const name = target.closest("button")?.dataset.name;
    if (name === undefined) return;
    if (target.closest("thead")) sort(Number(name.slice("sort-".length)));
    else setTriggerValue("picked", name);
  };
  if (held.shown === shown && box.firstChild) {
    mark();
  } else {
    held.shown = shown;
    draw(focused);
  }
}
