-- Links say how much is known about them; until now all but the gateway's were drawn by hand.

UPDATE links SET body = json_set(body, '$.confidence', 'by_hand')
WHERE body ->> '$.evidence' = 'by_hand';
