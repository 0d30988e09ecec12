"""The command menu in other languages; what is missing here is shown in English."""

from __future__ import annotations

from collections.abc import Mapping

DESCRIPTIONS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "start": "Deine Marke einrichten",
        "new": "Einen Beitrag schreiben lassen",
        "pending": "Was auf dich wartet",
        "queue": "Was als Nächstes erscheint",
        "posts": "Alle Beiträge, gefiltert",
        "history": "Was erschienen ist",
        "find": "Beiträge suchen",
        "calendar": "Woche oder Monat als Bild",
        "next": "Die nächste Woche entwerfen",
        "status": "Wie es steht",
        "time": "Uhrzeit der Beiträge",
        "help": "Diese Liste",
    },
    "es": {
        "start": "Configurar tu marca",
        "new": "Redactar una publicación",
        "pending": "Lo que espera tu decisión",
        "queue": "Lo próximo que saldrá",
        "posts": "Todas las publicaciones, filtradas",
        "history": "Lo que ya salió",
        "find": "Buscar publicaciones",
        "calendar": "La semana o el mes en imagen",
        "next": "Redactar la próxima semana",
        "status": "Cómo van las cosas",
        "time": "La hora de las publicaciones",
        "help": "Esta lista",
    },
    "pt": {
        "start": "Configurar a sua marca",
        "new": "Escrever uma publicação",
        "pending": "O que espera por si",
        "queue": "O que sai a seguir",
        "posts": "Todas as publicações, filtradas",
        "history": "O que já saiu",
        "find": "Procurar publicações",
        "calendar": "A semana ou o mês em imagem",
        "next": "Escrever a próxima semana",
        "status": "Como estão as coisas",
        "time": "A hora das publicações",
        "help": "Esta lista",
    },
}
