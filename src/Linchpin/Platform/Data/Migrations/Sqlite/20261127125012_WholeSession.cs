using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Linchpin.Platform.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class WholeSession : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "CallBegan",
                table: "SessionRecords",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "CallEnded",
                table: "SessionRecords",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ExceptionNotices",
                columns: table => new
                {
                    Decision = table.Column<Guid>(type: "TEXT", nullable: false),
                    Staff = table.Column<Guid>(type: "TEXT", nullable: false),
                    Session = table.Column<Guid>(type: "TEXT", nullable: false),
                    As = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    LetterSentAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ExceptionNotices", x => new { x.Decision, x.Staff });
                });

            migrationBuilder.CreateTable(
                name: "Heartbeats",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Room = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Heartbeats", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_GateDecisions_Session",
                table: "GateDecisions",
                column: "Session",
                filter: "\"EmergencyReason\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_ResourceId",
                table: "AuditEntries",
                column: "ResourceId",
                filter: "\"Detail\" LIKE 'sha256:%'");

            migrationBuilder.CreateIndex(
                name: "IX_ExceptionNotices_Session",
                table: "ExceptionNotices",
                column: "Session");

            migrationBuilder.CreateIndex(
                name: "IX_ExceptionNotices_Staff_At",
                table: "ExceptionNotices",
                columns: new[] { "Staff", "At" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ExceptionNotices");

            migrationBuilder.DropTable(
                name: "Heartbeats");

            migrationBuilder.DropIndex(
                name: "IX_GateDecisions_Session",
                table: "GateDecisions");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_ResourceId",
                table: "AuditEntries");

            migrationBuilder.DropColumn(
                name: "CallBegan",
                table: "SessionRecords");

            migrationBuilder.DropColumn(
                name: "CallEnded",
                table: "SessionRecords");
        }
    }
}
