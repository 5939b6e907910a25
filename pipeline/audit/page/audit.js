'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId('data').textContent);
  const text = data.strings;
  const panel = byId('panel');
  const views = [...document.querySelectorAll('main > section')];
  const MOST_STATES = 6, MOST_ROWS = 12, PAGE = 40, LONG = 240;

  // Every text is inserted as text; no part of an input is ever interpreted as HTML.
  const make = (tag, attributes, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
    made.append(...inside.filter((part) => part !== null && part !== ''));
    return made;
  };
  const link = (href, ...inside) => make('a', { href: '#' + href }, ...inside);
  const words = (name) => name.replaceAll('_', ' ');
  const many = (n, one) => n + ' ' + one + (n === 1 ? '' : 's');
  const letters = (n) => (n > 26 ? letters(Math.floor((n - 1) / 26)) : '') + String.fromCharCode(65 + ((n - 1) % 26));
  const stateName = (code) => data.states[code] || code;

  // A cell: sheet (-1 for none), row, column; then, where these do not suffice, place, words, steps, source.
  // A row: number, header, fate, reason, record, texts.
  const cellOf = (number) => {
    const [sheet, row, column, place, found, steps, source] = data.cells[number];
    if (steps) return { number, source: text[source], sheet, row, column, place: text[place], words: text[found], steps };
    const [file, name] = data.sheets[sheet];
    const inBook = name ? name + '!' + letters(column) + row : 'row ' + row + ' "' + headerOf(sheet, row, column) + '"';
    return { number, source: file, sheet, row, column, place: inBook, words: text[rowOf(sheet, row)[5][column - 1] || 0], steps: [] };
  };
  const rowMaps = data.sheets.map(() => null);
  const rowOf = (sheet, number) => {
    rowMaps[sheet] ||= new Map(data.sheets[sheet][3].map((row) => [row[0], row]));
    return rowMaps[sheet].get(number);
  };
  const headerOf = (sheet, row, column) => {
    const header = rowOf(sheet, rowOf(sheet, row)[1]);
    return header ? text[header[5][column - 1] || 0] : letters(column);
  };
  const placeOf = (sheet, row) => {
    const [source, name, , , isDocument] = data.sheets[sheet];
    const single = { paragraphs: 'paragraph ', notes: 'note ' }[name];
    if (single) return source + ' › ' + single + row;
    if (isDocument) return source + ' › ' + name + (name.startsWith('table') ? ' row ' + row : name.startsWith('page') ? ' line ' + row : '');
    return source + ' › ' + (name ? name + ', ' : '') + 'row ' + row;
  };

  // Names by anchor, and the way back: which figures and fields rest on a row, which blocks use them.
  const named = new Map();
  data.figures.forEach((figure, i) => {
    for (const shared of ['basis', 'searched']) figure[shared] = figure[shared] ? data.lists[figure[shared] - 1] : null;
    named.set('f' + i, figure);
  });
  data.cited.forEach(([name, cells], i) => named.set('c' + i, { name, cited: cells }));
  const cellsOf = (thing) => thing.cited || [...(thing.states || []).flatMap((s) => s[1]), ...(thing.counts || []), ...(thing.basis || []), ...(thing.limits || [])];
  const blocksAt = new Map(data.blocks.map((block) => [block[2], block]));
  let ways = null;
  const wayBack = () => {
    if (ways) return ways;
    const rows = new Map(), blocks = new Map(), counted = new Map();
    const add = (map, key, value) => { const list = map.get(key); if (!list) map.set(key, [value]); else if (list[list.length - 1] !== value) list.push(value); };
    const stand = (number, anchor, at = rows) => {
      const [sheet, row, , , , steps] = data.cells[number];
      if (sheet >= 0) add(at, sheet + '.' + row, anchor);
      for (const step of steps || []) if (step[5] >= 0) stand(step[5], anchor, at);
    };
    for (const [anchor, thing] of named) for (const number of cellsOf(thing)) stand(number, anchor);
    data.blocks.forEach((block) => block[3].forEach((anchor) => add(blocks, anchor, block)));
    // a number in a block may count other blocks: it depends on their rows too
    for (const block of data.blocks) for (const number of block[4] || []) stand(number, block, counted);
    ways = { rows, blocks, counted };
    return ways;
  };
  // A header supports whatever its sheet feeds; in a national report, whose sheets form one statement, whatever the workbook feeds.
  const keysOf = (sheet, row) => {
    if (text[rowOf(sheet, row)[3]] !== 'header') return [sheet + '.' + row];
    const [source] = data.sheets[sheet];
    const isBook = source.includes('national-reports/');
    return data.sheets.flatMap(([file, , , rows], i) => (i === sheet || (isBook && file === source) ? rows.filter((r) => text[r[2]] !== 'pinned').map((r) => i + '.' + r[0]) : []));
  };
  const blocksOf = (sheet, row) => {
    const { rows, blocks, counted } = wayBack();
    const keys = keysOf(sheet, row);
    const anchors = new Set(keys.flatMap((key) => rows.get(key) || []));
    return [...new Set([...[...anchors].flatMap((anchor) => blocks.get(anchor) || []), ...keys.flatMap((key) => counted.get(key) || [])])];
  };

  // Rows, as the spreadsheet shows them.
  const shown = (words) => {
    if (words.length <= LONG) return make('bdi', {}, words);
    return make('details', {}, make('summary', {}, make('bdi', {}, words.slice(0, LONG) + '…')), make('bdi', {}, words));
  };
  // In a list, a cell shows its first lines; the full row is a click away.
  const glimpse = (words) => make('bdi', { class: 'clamp' }, words.length > LONG ? words.slice(0, LONG) + '…' : words);
  const table = (sheet, rows, caption, first, isWhole) => {
    const texts = (row) => row[5].map((n) => text[n]);
    const header = rows[0].row[1] ? rowOf(sheet, rows[0].row[1]) : null;
    const lines = rows.map(({ row, marked }) => ({ row, marked: marked || new Set(), texts: texts(row) }));
    const columns = new Set(lines.flatMap((line) => [...line.marked, ...line.texts.map((t, i) => (t ? i + 1 : 0))]));
    columns.delete(0);
    const order = [...columns].sort((a, b) => a - b);
    const made = make('table', {}, make('caption', { class: 'unseen' }, caption));
    const top = make('tr', {}, make('td', {}), ...(first ? [make('th', { scope: 'col' }, 'fate')] : []));
    const isDocument = data.sheets[sheet][4];
    top.append(...order.map((c) => make('th', { scope: 'col' }, isDocument ? String(c) : letters(c))));
    made.append(top);
    if (header) {
      const names = texts(header);
      const line = make('tr', {}, make('th', { scope: 'row' }, String(header[0])), ...(first ? [make('td', {})] : []));
      line.append(...order.map((c) => make('td', {}, make('bdi', {}, names[c - 1] || ''))));
      made.append(line);
    }
    for (const line of lines) {
      const number = make('th', { scope: 'row' }, link('r' + sheet + '.' + line.row[0], String(line.row[0])));
      const drawn = make('tr', {}, number, ...(first ? [first(sheet, line.row)] : []));
      drawn.append(...order.map((c) => make('td', line.marked.has(c) ? { class: 'marked' } : {}, (isWhole || line.marked.has(c) ? shown : glimpse)(line.texts[c - 1] || ''))));
      made.append(drawn);
    }
    return make('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': caption }, made);
  };
  const stepLines = (cells) => cells.flatMap((cell) => cell.steps.map(([kind, before, after, reason, role, at]) => {
    const by = text[role] ? ' by ' + text[role] : '';
    const why = text[reason] ? ', because ' + text[reason] : '';
    const line = make('p', { class: 'step' }, text[kind] + by + ': ', make('bdi', {}, '“' + text[before] + '”'), ' → ', make('strong', {}, make('bdi', {}, text[after] || 'nothing')), make('bdi', {}, why));
    if (at >= 0) line.append(' (', cellLink(cellOf(at)), ')');
    return line;
  }));
  const cellLink = (cell, isNext) => {
    const place = make('code', {}, isNext ? cell.place : cell.source + (cell.place ? ' › ' + cell.place : ''));
    return cell.sheet >= 0 ? link('r' + cell.sheet + '.' + cell.row, place) : place;
  };
  // Rows of one sheet under one header, each a list of its cells, in one table.
  const card = (rows) => {
    const first = rows[0][0];
    const made = make('div', { class: 'card' }, make('p', {}, ...rows.slice(0, 3).flatMap((cells, i) => [i ? ', ' : '', cellLink(cells[0], i)]), rows.length > 3 ? ' …' : ''));
    if (first.sheet >= 0) {
      const lines = rows.map((cells) => ({ row: rowOf(first.sheet, cells[0].row), marked: new Set(cells.map((cell) => cell.column)) }));
      made.append(table(first.sheet, lines, 'Rows of ' + first.source + ' from ' + first.place));
    } else if (first.words) {
      made.append(make('p', {}, 'words found: ', make('mark', {}, shown(first.words))));
    }
    made.append(...rows.flatMap(stepLines));
    return made;
  };
  const byRow = (numbers) => {
    const groups = new Map();
    for (const number of numbers) {
      const cell = cellOf(number);
      const key = cell.sheet >= 0 ? cell.sheet + '.' + cell.row : cell.source + '\n' + cell.place;
      if (groups.has(key)) groups.get(key).push(cell); else groups.set(key, [cell]);
    }
    return [...groups.values()];
  };
  // The first few are drawn at once, the others on request.
  const some = (all, most, draw, noun) => {
    const made = make('div', {});
    const more = (from) => {
      made.append(...draw(all.slice(from, from + most)));
      const left = all.length - from - most;
      if (left <= 0) return;
      const button = make('button', { type: 'button' }, many(left, 'more ' + noun));
      button.addEventListener('click', () => { const at = made.children.length - 1; button.remove(); more(from + most); focusFirst(made.children[at]); });
      made.append(button);
    };
    more(0);
    return made;
  };
  const focusFirst = (element) => { const at = element && element.querySelector('a, button'); if (at) at.focus(); };
  const each = (draw) => (all) => all.map(draw);
  const drawCards = (rows) => {
    const groups = new Map();
    for (const cells of rows) {
      const [first] = cells;
      const key = first.sheet >= 0 ? first.sheet + '.' + rowOf(first.sheet, first.row)[1] : first.source + '\n' + first.place;
      if (groups.has(key)) groups.get(key).push(cells); else groups.set(key, [cells]);
    }
    return [...groups.values()].map(card);
  };
  const cards = (numbers) => some(byRow(numbers), MOST_ROWS, drawCards, 'row');

  // Figures, blocks, rows in the panel.
  const answerOf = (figure, code) => {
    const name = figure.name.replace(/_unchanged$/, '');
    return data.answers.find((answer) => answer[0] === code && answer[1] === name);
  };
  const since = (year) => (year ? 'no change reported since ' + year : '');
  // First the lines that say it and how they were read; whatever else was read is a click away.
  const stateCards = (figure, [code, cells, year], heading) => {
    const made = make('div', {}, make(heading, { class: 'name' }, stateName(code)));
    const rows = byRow(cells);
    const own = rows.filter((group) => group[0].sheet < 0 || data.sheets[group[0].sheet][2]);
    const all = own.length ? own : rows;
    const answer = answerOf(figure, code);
    const telling = new Set(answer ? answer[5].slice(0, answer[6]) : []);
    const said = all.filter((group) => group.some((cell) => telling.has(cell.number)));
    const others = said.length ? all.filter((group) => !said.includes(group)) : [];
    made.append(some(said.length ? said : all, MOST_STATES, drawCards, 'row'));
    const reply = answer ? [answer[2], since(answer[3])].filter(Boolean).join(', ') : since(year);
    if (reply) made.append(make('p', { class: 'reply' }, words(figure.name) + ' → ', make('strong', {}, reply)));
    if (others.length) made.append(later('Also read: ' + [...new Set(others.map((group) => shortName(group[0])))].join(', '), () => some(others, MOST_ROWS, drawCards, 'row')));
    return made;
  };
  const shortName = (cell) => (cell.sheet >= 0 ? data.sheets[cell.sheet][1] || cell.source.split('/').pop() : cell.source.split('/').pop());
  const figureLine = (figure) => {
    const parts = [figure.certainty + (figure.value === null ? '' : ' ' + figure.value)];
    if (figure.due) parts.push((figure.received || 0) + ' of ' + figure.due + ' reports due were received, ' + (figure.unread || 0) + ' not read');
    if (figure.of) parts.push('States Parties: ' + words(figure.of));
    if (figure.regime !== 'public') parts.push('counted without naming a State');
    return make('p', { class: 'quiet' }, parts.join(' · '));
  };
  // Why a figure is not exact although no cell limits it, and where the missing information would go.
  const missing = (figure) => {
    const declare = 'To make it exact, add a row to the sheet Complete in meeting.xlsx that declares ';
    if (figure.due && !figure.received) return [make('p', {}, 'No report is registered. Reports are read from the files in national-reports/, each with its row in reports-received.'), make('p', {}, declare + 'both complete.')];
    if (!figure.searched) return [make('p', {}, 'No file of this meeting contains what it is read from.')];
    return [make('p', {}, declare + 'the source complete. It will then be ' + (figure.value === null ? 'zero, as long as no row counts.' : 'the number of rows that count.'))];
  };
  const drawFigure = (figure, only, isAlone) => {
    const part = isAlone ? 'h3' : 'h4';
    const made = make('section', {}, isAlone ? '' : make('h3', {}, (figure.value === null ? '' : figure.value + ' · ') + words(figure.name)), figureLine(figure));
    if (figure.limits) {
      made.append(make(part, {}, figure.certainty === 'unknown' ? 'What is missing' : 'Why it is not exact'), cards(figure.limits));
      made.append(...findingsAt(figure.limits));
    } else if (figure.certainty !== 'exactly') {
      made.append(...missing(figure));
    }
    const declared = (figure.basis || []).filter((n) => { const cell = cellOf(n); return cell.sheet >= 0 && data.sheets[cell.sheet][1].toLowerCase() === 'complete'; });
    const states = (figure.states || []).filter((state) => !only || state[0] === only);
    if (states.length) made.append(some(states, MOST_STATES, each((state) => stateCards(figure, state, part)), 'State'));
    if (only) return made;
    const inStates = new Set(states.flatMap((state) => state[1]));
    const counts = (figure.counts || []).filter((n) => !inStates.has(n));
    if (counts.length) made.append(make(part, {}, 'Counted'), cards(counts));
    if (figure.searched) {
      const list = make('ul', {}, ...figure.searched.map((name) => make('li', {}, make('bdi', {}, name))));
      made.append(make('details', figure.value ? {} : { open: '' }, make('summary', {}, 'Searched: ' + many(figure.searched.length, 'source')), list));
    }
    if (declared.length) made.append(make(part, {}, 'Declared complete'), cards(declared));
    const rest = (figure.basis || []).filter((n) => !declared.includes(n));
    if (rest.length) made.append(later('It also rests on ' + many(byRow(rest).length, 'row'), () => cards(rest)));
    return made;
  };
  // A part that is drawn when it is opened.
  const later = (title, draw) => {
    const made = make('details', {}, make('summary', {}, title));
    made.addEventListener('toggle', () => { if (made.open && made.children.length === 1) made.append(draw()); });
    return made;
  };
  const findingsAt = (numbers) => {
    const rows = new Set(numbers.map((n) => cellOf(n)).filter((c) => c.sheet >= 0).map((c) => c.sheet + '.' + c.row));
    return findingsOf((cell) => rows.has(cell.sheet + '.' + cell.row));
  };
  const findingsOf = (isWanted) => data.findings.map((finding, i) => [finding, i]).filter(([finding]) => isWanted(cellOf(finding[4]))).map(([finding, i]) =>
    make('p', {}, link('finding.' + i, finding[1]), ': ' + finding[2] + ' ' + finding[3]));
  const drawBlock = (block) => {
    const things = block[3].map((anchor) => [anchor, named.get(anchor)]);
    const figures = things.filter(([, thing]) => !thing.cited), fields = things.filter(([, thing]) => thing.cited);
    const made = [make('p', { class: 'quiet' }, block[0] + ' › ' + block[1])];
    if (!things.length) made.push(make('p', {}, 'Fixed wording; no figure or record is involved.'));
    made.push(some(figures, MOST_STATES, each(([, figure]) => drawFigure(figure)), 'figure'));
    const cells = [...new Set(fields.flatMap(([, field]) => field.cited))];
    if (cells.length) made.push(make('h3', {}, 'Records and settings'), cards(cells));
    if (block[4]) made.push(later('A number in it counts other parts of the paper, which rest on ' + many(byRow(block[4]).length, 'row'), () => cards(block[4])));
    return made;
  };
  const drawRow = (sheet, number) => {
    const row = rowOf(sheet, number);
    const [, , fate, reason, record] = row.map((part) => (Array.isArray(part) ? part : text[part]));
    const made = [table(sheet, [{ row }], 'Row ' + placeOf(sheet, number), null, true)];
    made.push(make('p', {}, make('strong', {}, fate), reason ? ' (' + reason + ')' : '', record ? ' · record ' : '', record ? make('bdi', {}, record) : ''));
    made.push(...findingsOf((cell) => cell.sheet === sheet && cell.row === number));
    const blocks = blocksOf(sheet, number);
    made.push(make('h3', {}, blocks.length ? 'Used in ' + many(blocks.length, 'block') : 'Not used in any block'));
    made.push(some(blocks, 40, each((block) => make('p', { class: 'went' }, link(block[2], block[0] + ' › ' + block[1]), ' ', snippet(block[2]))), 'block'));
    made.push(make('p', {}, link('in' + sheet + '.' + number, 'Show this row in its file')));
    return made;
  };
  const snippet = (anchor) => {
    const at = byId(anchor);
    const copy = at ? at.cloneNode(true) : make('p');
    for (const mark of copy.querySelectorAll('.badge, .pick')) mark.remove();
    const words = copy.textContent.trim().replace(/\s+/g, ' ');
    return make('span', { class: 'quiet' }, words.length > 120 ? words.slice(0, 119) + '…' : words);
  };

  // Inputs, row by row.
  const drawRows = (title, wanted) => {
    const place = byId('rows');
    const all = data.sheets.flatMap((sheet, i) => (wanted.sheet(sheet, i) ? sheet[3].filter(wanted.row).map((row) => [i, row]) : []));
    const went = (sheet, row) => {
      const n = text[row[2]] === 'used' ? blocksOf(sheet, row[0]).length : 0;
      return make('td', { class: 'fate' }, text[row[2]] + (text[row[3]] ? ' (' + text[row[3]] + ')' : '') + (n ? ' in ' + many(n, 'block') : ''));
    };
    const whole = data.whole.filter(wanted.whole || (() => false));
    place.replaceChildren(make('h3', {}, title + ': ' + many(whole.reduce((sum, file) => sum + (file[3] || 1), all.length), 'row')));
    for (const [source, fate, reason, n] of whole) {
      const what = n ? ', ' + many(n, 'row') + ' not listed here: ' : ', the whole file: ';
      place.append(make('p', { class: 'whole' }, make('bdi', {}, source), what, make('strong', {}, fate), reason ? ' (' + reason + ')' : ''));
    }
    const more = (from) => {
      const groups = new Map();
      for (const [sheet, row] of all.slice(from, from + PAGE)) {
        const key = sheet + '.' + row[1];
        if (groups.has(key)) groups.get(key).rows.push({ row }); else groups.set(key, { sheet, rows: [{ row }] });
      }
      for (const { sheet, rows } of groups.values()) {
        const name = data.sheets[sheet][0] + (data.sheets[sheet][1] ? ' › ' + data.sheets[sheet][1] : '');
        place.append(make('h4', {}, make('bdi', {}, name)), table(sheet, rows, name + ' from row ' + rows[0].row[0], went));
      }
      if (from + PAGE >= all.length) return;
      const button = make('button', { type: 'button' }, 'Next rows (' + (all.length - from - PAGE) + ' left)');
      button.addEventListener('click', () => { const at = place.children.length - 1; button.remove(); more(from + PAGE); focusFirst(place.children[at + 1]); });
      place.append(button);
    };
    more(0);
  };
  const inputs = {
    fate: (fate) => drawRows(fate, { sheet: () => true, row: (row) => text[row[2]] === fate, whole: (file) => file[1] === fate }),
    file: (name) => drawRows(name, { sheet: (sheet) => sheet[0] === name, row: () => true, whole: (file) => file[0] === name }),
    at: (index, number) => {
      const from = data.sheets[index][3].findIndex((row) => row[0] === number);
      const near = new Set(data.sheets[index][3].slice(Math.max(0, from - 20), from + 80).map((row) => row[0]));
      drawRows(data.sheets[index][0], { sheet: (_, i) => i === index, row: (row) => near.has(row[0]) });
    },
  };

  // What an address shows.
  const show = (id) => {
    // hidden, but still laid out, so that the browser's own search finds it
    for (const view of views) { if (view.id === id) view.removeAttribute('hidden'); else view.setAttribute('hidden', 'until-found'); }
    for (const at of document.querySelectorAll('nav a')) {
      if (at.hash === '#' + id) at.setAttribute('aria-current', 'page'); else at.removeAttribute('aria-current');
    }
  };
  const fill = (title, parts) => {
    panel.replaceChildren(make('h2', { tabindex: '-1', id: 'panel-title' }, make('bdi', {}, title)), ...parts);
    panel.scrollTop = 0;
    columns.classList.remove('rest');
    for (const view of views) if (!view.hasAttribute('hidden')) view.classList.remove('wide');
  };
  // Scroll a table so that the marked cell is in sight, however wide its sheet is.
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) {
      for (const box of node.querySelectorAll ? node.querySelectorAll('.card .scroll') : []) {
        const cell = box.querySelector('td.marked');
        if (cell && cell.offsetLeft + cell.offsetWidth > box.clientWidth) box.scrollLeft = cell.offsetLeft - 60;
      }
    }
  }).observe(panel, { childList: true, subtree: true });
  const columns = document.querySelector('.columns');
  const rest = (view) => {
    panel.replaceChildren(byId('hint').content.cloneNode(true));
    columns.classList.toggle('rest', view !== 'papers');
    if (view !== 'papers') byId(view).classList.add('wide');
  };
  const narrow = matchMedia('(max-width: 60rem)');
  const put = (block) => {
    if (narrow.matches && block && !block.closest('[hidden]')) (block.nextElementSibling && block.nextElementSibling.matches('.beside') ? block.nextElementSibling : block).after(panel); else if (panel.parentElement !== columns) columns.append(panel);
  };
  const select = (block) => {
    for (const old of document.querySelectorAll('.selected')) { old.classList.remove('selected'); old.removeAttribute('aria-current'); }
    if (block) { block.classList.add('selected'); block.setAttribute('aria-current', 'true'); }
  };
  const open = (hash) => {
    let found;
    const block = blocksAt.get(hash);
    if (block) {
      const at = byId(hash);
      show('papers');
      const masthead = at.closest('details');
      if (masthead) masthead.open = true;
      select(at);
      fill(at.classList.contains('tabular') ? 'Table' : 'What this paragraph rests on', drawBlock(block));
      put(at);
      return at;
    }
    if ((found = /^([fc]\d+)(?:\.(.+))?$/.exec(hash)) && named.has(found[1])) {
      const thing = named.get(found[1]);
      if (thing.cited) fill(thing.name, [cards(thing.cited)]);
      else {
        const parts = [drawFigure(thing, found[2], true)];
        if (found[2]) parts.push(make('p', {}, link(found[1], 'All of ' + words(thing.name))));
        fill((found[2] ? stateName(found[2]) + ' · ' : thing.value === null ? '' : thing.value + ' · ') + words(thing.name), parts);
      }
      const used = wayBack().blocks.get(found[1]) || [];
      panel.append(make('h3', {}, 'Used by'), some(used, 12, each((b) => make('p', { class: 'went' }, link(b[2], b[0] + ' › ' + b[1]))), 'block'));
      put(document.querySelector('.selected'));
      return null;
    }
    if ((found = /^(r|in)(\d+)\.(\d+)$/.exec(hash)) && data.sheets[found[2]] && rowOf(+found[2], +found[3])) {
      const sheet = +found[2], number = +found[3];
      if (found[1] === 'in') { show('inputs'); inputs.at(sheet, number); }
      fill(placeOf(sheet, number), drawRow(sheet, number));
      put(document.querySelector('.selected'));
      return null;
    }
    if (hash.startsWith('finding.') && data.findings[hash.slice(8)]) {
      show('findings');
      const cell = cellOf(data.findings[hash.slice(8)][4]);
      if (cell.sheet >= 0) fill(placeOf(cell.sheet, cell.row), drawRow(cell.sheet, cell.row));
      else fill(cell.source, [make('p', {}, 'This finding concerns the whole file, or a place for which no row was kept.')]);
      put(null);
      return null;
    }
    const at = byId(hash);
    const view = views.find((section) => section.id === hash || (at && section.contains(at)));
    show(view ? view.id : 'papers');
    if (hash.startsWith('fate.')) inputs.fate(hash.slice(5));
    if (hash.startsWith('file.') && at) inputs.file(at.querySelector('bdi').textContent);
    put(null);
    rest(view ? view.id : 'papers');
    select(null);
    return hash.startsWith('fate.') || hash.startsWith('file.') ? byId('rows') : at;
  };

  // Links that were followed, so that going back restores the focus.
  const left = new Map();
  let depth = 0;
  const hashNow = () => decodeURIComponent(location.hash.slice(1));
  const go = (hash, lead) => {
    left.set(hashNow(), { href: '#' + hash, inPanel: panel.contains(lead) });
    const fromPanel = panel.contains(lead);
    if (hash !== hashNow()) { history.pushState(null, '', '#' + hash); depth += 1; }
    for (const old of document.querySelectorAll('.piece.marked')) old.classList.remove('marked');
    const block = lead && lead.closest('.block');
    if (lead && lead.classList.contains('piece')) { select(block); lead.classList.add('marked'); }
    const at = open(hash);
    if (fromPanel && at && at.classList.contains('block')) { at.scrollIntoView({ block: 'center' }); (at.querySelector('.pick') || panel.firstChild).focus({ preventScroll: true }); }
    else if (byId('panel-title')) focusPanel();
    else if (at) { const head = at.querySelector('h2, h3') || at; head.setAttribute('tabindex', '-1'); head.focus(); }
  };
  const focusPanel = () => {
    panel.firstChild.focus({ preventScroll: true });
    if (narrow.matches) panel.scrollIntoView({ block: 'nearest' });
  };
  addEventListener('popstate', () => {
    const hash = hashNow(), was = left.get(hash);
    if (hash === 'views') return;
    const at = open(hash || 'papers');
    const same = was && [...(was.inPanel ? panel : document).querySelectorAll('a')].find((a) => a.getAttribute('href') === was.href);
    // only after the browser has moved to the address, which takes the focus away
    setTimeout(() => { if (same) same.focus(); else if (byId('panel-title')) focusPanel(); else if (at) at.scrollIntoView(); }, 0);
  });
  document.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const at = event.target.closest('a[href^="#"]');
    if (at && at.className === 'skip') return;
    if (at) {
      event.preventDefault();
      go(decodeURIComponent(at.getAttribute('href').slice(1)), at);
      return;
    }
    const block = event.target.closest('.block');
    if (block && !panel.contains(event.target) && !String(getSelection())) {
      const cell = event.target.closest('td');
      const piece = cell && cell.querySelector('.piece');
      go(piece ? piece.getAttribute('href').slice(1) : block.id, piece || block);
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && depth > 0 && byId('panel-title')) { depth -= 1; history.back(); }
  });

  for (const view of views) view.addEventListener('beforematch', () => show(view.id));

  // Findings by kind and words.
  const severity = byId('by-severity'), sought = byId('by-words');
  if (severity) {
    const lines = [...document.querySelectorAll('#finding-table tr[data-severity]')];
    const filter = () => {
      const low = sought.value.toLowerCase();
      let n = 0;
      for (const line of lines) {
        line.hidden = (severity.value && line.dataset.severity !== severity.value) || (low && !line.textContent.toLowerCase().includes(low));
        n += !line.hidden;
      }
      byId('n-shown').textContent = many(n, 'finding');
    };
    severity.addEventListener('change', filter);
    sought.addEventListener('input', filter);
    filter();
  }

  const measure = () => document.documentElement.style.setProperty('--top', document.querySelector('header').offsetHeight + 'px');
  measure();
  addEventListener('resize', measure);
  document.documentElement.classList.add('scripted');
  panel.hidden = false;
  const start = open(hashNow() || 'papers');
  if (start && hashNow()) addEventListener('load', () => start.scrollIntoView({ block: start.classList.contains('block') ? 'center' : 'start' }));
  setTimeout(wayBack, 0);
})();
