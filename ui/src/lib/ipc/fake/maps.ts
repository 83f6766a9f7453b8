// Named maps of the fake, and the pictures beneath them.

import { desk } from './desk';
import { edit, fail, or, type Answers } from './guard';

export const maps: Answers<'map_put' | 'map_drop' | 'plan_put' | 'plan'> = {
  map_put: edit((map) => {
    if (map.name.trim() === '') fail('fields', '', [{ field: 'name', problem: 'empty' }]);
    if (map.id !== 0) or(desk.maps.get(map.id));
    const id = map.id === 0 ? desk.maps.free() : map.id;
    desk.maps.put(id, { ...map, id });
    return id;
  }),
  map_drop: edit(({ map }) => {
    if (!desk.maps.drop(map)) fail('not_found');
    return {};
  }),
  plan_put: edit(({ name, content }) => {
    const mime = content.startsWith('iVBOR') ? 'image/png' : 'image/jpeg';
    if (!/^(iVBOR|\/9j\/)/.test(content)) fail('cut_short');
    const hash = `${content.length.toString(16)}b`.padStart(64, '0');
    desk.files.set(hash, { name, mime, content });
    return { name, size: Math.floor((content.length * 3) / 4), hash };
  }),
  plan: ({ map }) => or(desk.files.get(or(desk.maps.get(map)).plan?.image.hash ?? '')),
};
